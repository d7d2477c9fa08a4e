import type { Prisma } from '../../../generated/users/db/client.ts';
import type { Mfa } from './ports.ts';

export const prismaMfa = (db: Prisma.TransactionClient): Mfa => ({
  enroll: async (userId, secret) => {
    const kept = await db.$executeRaw`
      insert into mfa (user_id, secret) values (${userId}, ${secret})
      on conflict (user_id) do update set secret = excluded.secret, last_step = 0 where mfa.confirmed_at is null`;
    return kept === 1;
  },
  find: async (userId) => {
    const row = await db.mfa.findUnique({ where: { userId } });
    return row && { encryptedSecret: row.secret, confirmed: row.confirmedAt !== null };
  },
  confirm: async (userId, secret, step, codeHashes, now) => {
    const { count } = await db.mfa.updateMany({
      where: { userId, secret, confirmedAt: null },
      data: { confirmedAt: now, lastStep: step },
    });
    if (count === 0) return false;
    await db.recoveryCode.deleteMany({ where: { userId } });
    await db.recoveryCode.createMany({ data: codeHashes.map((hash) => ({ userId, hash })) });
    return true;
  },
  consumeStep: async (userId, step) => {
    const unused = { userId, confirmedAt: { not: null }, lastStep: { lt: step } };
    return (await db.mfa.updateMany({ where: unused, data: { lastStep: step } })).count === 1;
  },
  consumeRecoveryCode: async (userId, hash, now) =>
    (await db.recoveryCode.updateMany({ where: { userId, hash, usedAt: null }, data: { usedAt: now } }))
      .count === 1,
  remove: async (userId) => {
    await db.recoveryCode.deleteMany({ where: { userId } });
    await db.mfa.deleteMany({ where: { userId } });
  },
});
