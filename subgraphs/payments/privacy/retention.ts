import type { Ports } from '../ports.ts';
import type { ExpiringRecords } from './ports.ts';

const DAY_MS = 86_400_000;

export type RetentionDays = Readonly<Record<ExpiringRecords, number>>;

/** Deletes processed events and idempotency keys that are older than their retention period. */
export const cleanUp =
  ({ retention, now }: Pick<Ports, 'retention' | 'now'>) =>
  async (days: RetentionDays): Promise<void> => {
    for (const what of ['events', 'keys'] as const) {
      const before = new Date(now().getTime() - days[what] * DAY_MS);
      while ((await retention.forget(what, before)) > 0);
    }
  };
