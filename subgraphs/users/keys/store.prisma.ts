import type { JWK } from 'jose';
import type { Prisma, PrismaClient, SigningKey as Row } from '../../../generated/users/db/client.ts';
import type { SigningKeys } from './ports.ts';
import type { SigningKey } from './signingKey.ts';

const NEWEST_FIRST: Prisma.SigningKeyOrderByWithRelationInput[] = [{ createdAt: 'desc' }, { id: 'desc' }];
const LOCK = 7_100_001;

export const prismaSigningKeys = (db: PrismaClient): SigningKeys => ({
  list: async () => (await db.signingKey.findMany({ orderBy: NEWEST_FIRST })).map(toKey),
  addAfter: (newest, key) =>
    db.$transaction(async (tx) => {
      await tx.$executeRaw`select pg_advisory_xact_lock(${LOCK}::bigint)`;
      const last = await tx.signingKey.findFirst({ orderBy: NEWEST_FIRST, select: { id: true } });
      if ((last?.id ?? null) !== (newest?.id ?? null)) return false;
      await tx.signingKey.create({ data: { ...key, publicJwk: key.publicJwk as Prisma.InputJsonObject } });
      return true;
    }),
  remove: async (ids) => {
    await db.signingKey.deleteMany({ where: { id: { in: [...ids] } } });
  },
});

const toKey = (row: Row): SigningKey => ({ ...row, publicJwk: row.publicJwk as JWK });
