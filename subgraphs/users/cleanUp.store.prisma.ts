import type { PrismaClient } from '../../generated/users/db/client.ts';
import { addErasure } from './outbox.store.prisma.ts';

const DAY_MS = 86_400_000;
/** A device stays known for a while after its last session, so that its owner is never locked out. */
const SESSIONS_KEPT_MS = 90 * DAY_MS;
const CHALLENGES_KEPT_MS = 7 * DAY_MS;
const UNVERIFIED_KEPT_MS = 30 * DAY_MS;
const KEYS_KEPT_MS = 7 * DAY_MS;

/** Removes sessions long over, answered challenges, accounts that nobody confirmed, and old idempotency keys; goes on with removals. */
export const prismaCleaner =
  (db: PrismaClient) =>
  async (now: Date): Promise<void> => {
    const before = (ms: number) => ({ lt: new Date(now.getTime() - ms) });
    await db.session.deleteMany({ where: { expiresAt: before(SESSIONS_KEPT_MS) } });
    await db.refreshToken.deleteMany({ where: { session: { expiresAt: { lt: now } } } });
    await db.challenge.deleteMany({ where: { expiresAt: before(CHALLENGES_KEPT_MS) } });
    await db.user.deleteMany({ where: { emailVerifiedAt: null, createdAt: before(UNVERIFIED_KEPT_MS) } });
    await db.idempotencyKey.deleteMany({ where: { createdAt: before(KEYS_KEPT_MS) } });
    await askAgain(db);
  };

/** A service that was away for days has used up its job's attempts: it is asked again until it answers. */
const askAgain = async (db: PrismaClient): Promise<void> => {
  for (const { userId, waiting } of await db.removal.findMany())
    for (const holder of waiting) await addErasure(db, holder, userId);
};
