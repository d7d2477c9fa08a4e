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

/** All stores on one client. `revoked` collects the ended sessions, to be published after the commit. */
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

/** Enqueues a job that publishes ended sessions in the same transaction, so that a crash cannot lose them. */
const withRevocationJobs = (db: Db, sessions: Sessions, revoked: SessionId[]): Sessions => ({
  ...sessions,
  revoke: async (which, now) => {
    const ids = await sessions.revoke(which, now);
    if (ids.length > 0) await addJob(db, 'sessionsRevoked', { ids });
    revoked.push(...ids);
    return ids;
  },
});

/** The stores and transactions over them. Ended sessions are also published right after the commit, without waiting for the job. */
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

/** Job payloads are encrypted, because e-mails contain addresses and secrets. */
export const prismaOutbox = (db: Prisma.TransactionClient, encryption: Encryption): Outbox => ({
  sendEmail: async (letter) =>
    addJob(db, 'mail', { sealed: await encryption.encrypt(mailTemplate(letter)) }, { key: letter.key }),
  removePicture: (picture) => addJob(db, 'removePicture', picture),
  removeExport: (key, now) =>
    addJob(db, 'removeExport', { key }, { runAt: new Date(now.getTime() + EXPORT_KEPT_MS) }),
  erase: (holder, userId) => addErasureJob(db, holder, userId),
  defer: async (what, about) => addJob(db, what, { sealed: await encryption.encrypt(about) }),
});

/** One job per service and person. Enqueuing it again restarts it. */
export const addErasureJob = (
  db: Pick<Prisma.TransactionClient, '$executeRaw'>,
  holder: string,
  userId: string,
): Promise<void> =>
  addJob(db, 'personalDataErase', { holder, userId }, { key: `personalDataErase ${holder} ${userId}` });

const DAY_MS = 86_400_000;
/** Devices stay known for a while after their last session, so that wrong guesses by others never lock the owner out. */
const SESSIONS_KEPT_MS = 90 * DAY_MS;
const CHALLENGES_KEPT_MS = 7 * DAY_MS;
const UNVERIFIED_KEPT_MS = 30 * DAY_MS;
const KEYS_KEPT_MS = 7 * DAY_MS;

/** Deletes expired sessions, challenges, unverified accounts and idempotency keys, and restarts unfinished erasure requests. */
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

/** A service that was unavailable for days has used up its job's attempts, so the job is enqueued again. */
const retryErasures = async (db: PrismaClient): Promise<void> => {
  for (const { userId, waiting } of await db.removal.findMany())
    for (const holder of waiting) await addErasureJob(db, holder, userId);
};
