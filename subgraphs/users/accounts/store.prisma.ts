import { Prisma, type Challenge as Row } from '../../../generated/users/db/client.ts';
import { newId, type UserId } from '../../../kernel/ids.ts';
import type { Challenge, Grant } from './challenge.ts';
import type { Challenges, Credentials } from './ports.ts';

const MAX_TRIES = 5;

export const prismaCredentials = (db: Prisma.TransactionClient): Credentials => ({
  set: async (userId, passwordHash) => {
    await db.credential.upsert({
      where: { userId },
      create: { userId, passwordHash },
      update: { passwordHash, changedAt: new Date() },
    });
  },
  remove: async (userId) => {
    await db.credential.deleteMany({ where: { userId } });
  },
  find: async (userId) => {
    const row = await db.credential.findUnique({ where: { userId: userId ?? 'nobody' } });
    return row && { hash: row.passwordHash, changedAt: row.changedAt };
  },
  strengthen: async (userId, from, to) => {
    await db.credential.updateMany({ where: { userId, passwordHash: from }, data: { passwordHash: to } });
  },
});

const open = (now: Date) => ({ usedAt: null, expiresAt: { gt: now } }) satisfies Prisma.ChallengeWhereInput;

export const prismaChallenges = (db: Prisma.TransactionClient): Challenges => ({
  issue: async ({ limit, since, grant, ...challenge }) => {
    await db.$executeRaw`select 1 from users where id = ${challenge.userId} for update`;
    const { userId, purpose } = challenge;
    if ((await db.challenge.count({ where: { userId, purpose, createdAt: { gt: since } } })) >= limit)
      return null;
    const data = { ...challenge, id: newId('key'), ...(grant ? { grant } : {}) };
    return toChallenge(await db.challenge.create({ data }));
  },
  countSignUps: (userId) =>
    db.challenge.count({ where: { userId, purpose: 'EMAIL_VERIFY', grant: { not: Prisma.DbNull } } }),
  findByToken: async (purpose, tokenHash, now) => {
    const row = await db.challenge.findFirst({ where: { tokenHash, purpose, ...open(now) } });
    return row && toChallenge(row);
  },
  tryCode: async (userId, purpose, now) => {
    const where = {
      userId: userId ?? 'nobody',
      purpose,
      codeHash: { not: null },
      attempts: { lt: MAX_TRIES },
      ...open(now),
    };
    return (await db.challenge.updateManyAndReturn({ where, data: { attempts: { increment: 1 } } })).map(
      toChallenge,
    );
  },
  take: async (id, now) => {
    const { count } = await db.challenge.updateMany({ where: { id, ...open(now) }, data: { usedAt: now } });
    return count === 1;
  },
  endAll: async (userId, now, purpose) => {
    await db.challenge.updateMany({
      where: { userId, usedAt: null, ...(purpose ? { purpose } : {}) },
      data: { usedAt: now },
    });
  },
});

const toChallenge = (row: Row): Challenge => ({
  ...row,
  userId: row.userId as UserId,
  grant: row.grant as Grant | null,
});
