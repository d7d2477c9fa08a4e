import type { Prisma, PrismaClient } from '../../generated/users/db/client.ts';
import { transactions } from '../../kernel/database.ts';
import { failpoint } from '../../kernel/failpoint.ts';
import { once } from '../../kernel/idempotency.ts';
import { addJob } from '../../kernel/jobs.ts';
import { mailTemplate } from '../../kernel/mailTemplate.ts';
import { prismaChallenges, prismaCredentials, prismaEvents, prismaUsers } from './accounts/store.prisma.ts';
import type { Encryption } from './keys/encryption.ts';
import { prismaMfa } from './mfa/store.prisma.ts';
import type { Outbox, Ports, Stores } from './ports.ts';
import { prismaErasureRequests } from './privacy/store.prisma.ts';
import { prismaAddresses } from './profile/store.prisma.ts';
import type { Sessions } from './sessions/ports.ts';
import type { SessionId } from './sessions/session.ts';
import { prismaSessions } from './sessions/store.prisma.ts';

type Db = Prisma.TransactionClient;

/** All stores on one client; `revoked` collects the sessions that end, for what follows the commit. */
const storesOn = (db: Db, encryption: Encryption, revoked: SessionId[] = []): Stores => ({
  users: prismaUsers(db),
  credentials: prismaCredentials(db),
  challenges: prismaChallenges(db),
  sessions: withRevocationJobs(db, prismaSessions(db), revoked),
  addresses: prismaAddresses(db),
  mfa: prismaMfa(db),
  events: prismaEvents(db),
  erasureRequests: prismaErasureRequests(db, encryption),
  outbox: prismaOutbox(db, encryption),
  once: (claim, effect) => once(db, claim, effect),
});

/** Ended sessions are published by a job of the same transaction, whatever happens to the process after it. */
const withRevocationJobs = (db: Db, sessions: Sessions, revoked: SessionId[]): Sessions => ({
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
  encryption: Encryption,
  publish: (ids: readonly SessionId[]) => Promise<void>,
): Stores & Pick<Ports, 'transaction' | 'cleanUp'> => ({
  ...storesOn(db, encryption),
  cleanUp: prismaCleanUp(db),
  transaction: async (work) => {
    const { result, revoked } = await transactions<Db>(db)(async (tx) => {
      const revoked: SessionId[] = [];
      const result = await work(storesOn(tx, encryption, revoked));
      await failpoint('users.beforeCommit');
      return { result, revoked };
    });
    await failpoint('users.afterCommit');
    await publish(revoked);
    return result;
  },
});

const EXPORT_KEPT_MS = 65 * 60_000;

/** What jobs carry is encrypted: a mail has addresses and secrets in it, which nobody reads in the database. */
export const prismaOutbox = (db: Prisma.TransactionClient, encryption: Encryption): Outbox => ({
  sendEmail: async (letter) =>
    addJob(db, 'mail', { sealed: await encryption.encrypt(mailTemplate(letter)) }, { key: letter.key }),
  removePicture: (picture) => addJob(db, 'removePicture', picture),
  removeExport: (key, now) =>
    addJob(db, 'removeExport', { key }, { runAt: new Date(now.getTime() + EXPORT_KEPT_MS) }),
  erase: (holder, userId) => addErasureJob(db, holder, userId),
  defer: async (what, about) => addJob(db, what, { sealed: await encryption.encrypt(about) }),
});

/** One job a service and person: asked again, it begins anew. */
export const addErasureJob = (
  db: Pick<Prisma.TransactionClient, '$executeRaw'>,
  holder: string,
  userId: string,
): Promise<void> =>
  addJob(db, 'personalDataErase', { holder, userId }, { key: `personalDataErase ${holder} ${userId}` });

const DAY_MS = 86_400_000;
/** A device stays known for a while after its last session, so that its owner is never locked out. */
const SESSIONS_KEPT_MS = 90 * DAY_MS;
const CHALLENGES_KEPT_MS = 7 * DAY_MS;
const UNVERIFIED_KEPT_MS = 30 * DAY_MS;
const KEYS_KEPT_MS = 7 * DAY_MS;

/** Removes sessions long over, answered challenges, accounts that nobody confirmed, and old idempotency keys; goes on with erasureRequests. */
export const prismaCleanUp =
  (db: PrismaClient) =>
  async (now: Date): Promise<void> => {
    const before = (ms: number) => ({ lt: new Date(now.getTime() - ms) });
    await db.session.deleteMany({ where: { expiresAt: before(SESSIONS_KEPT_MS) } });
    await db.refreshToken.deleteMany({ where: { session: { expiresAt: { lt: now } } } });
    await db.challenge.deleteMany({ where: { expiresAt: before(CHALLENGES_KEPT_MS) } });
    await db.user.deleteMany({ where: { emailVerifiedAt: null, createdAt: before(UNVERIFIED_KEPT_MS) } });
    await db.idempotencyKey.deleteMany({ where: { createdAt: before(KEYS_KEPT_MS) } });
    await retryErasures(db);
  };

/** A service that was away for days has used up its job's attempts: it is asked again until it answers. */
const retryErasures = async (db: PrismaClient): Promise<void> => {
  for (const { userId, waiting } of await db.removal.findMany())
    for (const holder of waiting) await addErasureJob(db, holder, userId);
};
