import type { InboxEvent, Intake } from './event.ts';

export type Events = {
  /** Stored once, with the job that applies it unless it is quarantined or of no interest. */
  take(event: Intake): Promise<void>;
  find(id: string): Promise<InboxEvent | null>;
  close(id: string, state: 'APPLIED' | 'IGNORED' | 'QUARANTINED', reason: string | null): Promise<void>;
};
