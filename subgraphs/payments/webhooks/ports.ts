import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { EventState, InboxEvent, Intake } from './event.ts';

/** Where an event stands in the list: when it came, and its id. */
export type EventKey = Readonly<{ receivedAt: Date; id: string }>;

export type Events = {
  /** Stored once, with the job that applies it unless it is quarantined or of no interest. */
  store(event: Intake): Promise<void>;
  find(id: string): Promise<InboxEvent | null>;
  /** Newest first. */
  page(states: readonly EventState[], page: PageRequest<EventKey>): Promise<Page<InboxEvent>>;
  /** Writes what became of it, if it is still in the state that was seen; with RECEIVED, the job that applies it. */
  setState(event: InboxEvent, state: EventState, reason: string | null): Promise<boolean>;
};
