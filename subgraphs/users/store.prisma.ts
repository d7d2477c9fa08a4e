import type { Prisma, PrismaClient } from '../../generated/users/db/client.ts';
import { transactions } from '../../kernel/database.ts';
import { failpoint } from '../../kernel/failpoint.ts';
import { once } from '../../kernel/idempotency.ts';
import { addJob } from '../../kernel/jobs.ts';
import { prismaChallenges, prismaCredentials } from './accounts/store.prisma.ts';
import { prismaAddresses } from './addresses/store.prisma.ts';
import { prismaCleaner } from './cleanUp.store.prisma.ts';
import { prismaMfa } from './mfa/store.prisma.ts';
import { prismaOutbox } from './outbox.store.prisma.ts';
import { prismaRemovals } from './personal/store.prisma.ts';
import type { Ports, Stores } from './ports.ts';
import type { Sessions } from './sessions/ports.ts';
import type { SessionId } from './sessions/session.ts';
import { prismaSessions } from './sessions/store.prisma.ts';
import { prismaEvents, prismaUsers } from './users.store.prisma.ts';
import type { Vault } from './vault.ts';

type Db = Prisma.TransactionClient;

/** All stores on one client; `revoked` collects the sessions that end, for what follows the commit. */
const storesOn = (db: Db, vault: Vault, revoked: SessionId[] = []): Stores => ({
  users: prismaUsers(db),
  credentials: prismaCredentials(db),
  challenges: prismaChallenges(db),
  sessions: announced(db, prismaSessions(db), revoked),
  addresses: prismaAddresses(db),
  mfa: prismaMfa(db),
  events: prismaEvents(db),
  removals: prismaRemovals(db, vault),
  outbox: prismaOutbox(db, vault),
  once: (claim, effect) => once(db, claim, effect),
});

/** Ended sessions are published by a job of the same transaction, whatever happens to the process after it. */
const announced = (db: Db, sessions: Sessions, revoked: SessionId[]): Sessions => ({
  ...sessions,
  revoke: async (which, now) => {
    const ids = await sessions.revoke(which, now);
    if (ids.length > 0) await addJob(db, 'sessionsRevoked', { ids });
    revoked.push(...ids);
    return ids;
  },
});

/** The stores, and transactions over them. What ended in a transaction is also published right after it, without waiting for the job. */
export const prismaStores = (
  db: PrismaClient,
  vault: Vault,
  publish: (ids: readonly SessionId[]) => Promise<void>,
): Stores & Pick<Ports, 'transaction' | 'cleanUp'> => ({
  ...storesOn(db, vault),
  cleanUp: prismaCleaner(db),
  transaction: async (work) => {
    const { result, revoked } = await transactions<Db>(db)(async (tx) => {
      const revoked: SessionId[] = [];
      const result = await work(storesOn(tx, vault, revoked));
      await failpoint('users.beforeCommit');
      return { result, revoked };
    });
    await failpoint('users.afterCommit');
    await publish(revoked);
    return result;
  },
});
