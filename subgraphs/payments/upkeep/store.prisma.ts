import type { PrismaClient } from '../../../generated/payments/db/client.ts';
import type { UpkeepPorts } from './ports.ts';

/** So many at a time are removed well within the time that a statement may take. */
const BATCH = 5_000;

/** Events that wait for the provider or for people are kept, however old they are. */
export const prismaUpkeep = (db: PrismaClient): UpkeepPorts['upkeep'] => ({
  forget: async (what, before) => {
    switch (what) {
      case 'events':
        return db.$executeRaw`delete from webhook_events where id in (
          select id from webhook_events where state in ('APPLIED', 'IGNORED') and received_at < ${before} limit ${BATCH})`;
      case 'keys':
        return db.$executeRaw`delete from idempotency_keys where ctid = any(array(
          select ctid from idempotency_keys where created_at < ${before} limit ${BATCH}))`;
      default:
        return what satisfies never;
    }
  },
});
