import type { Prisma, User as Row } from '../../generated/users/db/client.ts';
import { newId, type UserId } from '../../kernel/ids.ts';
import type { Events, Users } from './ports.ts';
import type { User } from './user.ts';

const WITH_MFA = { mfa: { select: { confirmedAt: true } } } as const satisfies Prisma.UserInclude;

export const prismaUsers = (db: Prisma.TransactionClient): Users => ({
  create: async ({ id, email, profile }) => {
    const { count } = await db.user.createMany({ data: { id, email, ...profile }, skipDuplicates: true });
    return count === 1;
  },
  find: async (ids) => {
    const rows = await db.user.findMany({ where: { id: { in: [...ids] } }, include: WITH_MFA });
    const found = new Map(rows.map((row) => [row.id, toUser(row)]));
    return ids.map((id) => found.get(id) ?? null);
  },
  findByEmail: async (email) => {
    const row = await db.user.findUnique({ where: { email }, include: WITH_MFA });
    return row && toUser(row);
  },
  update: async (id, change) => {
    const { count } = await db.user.updateMany({ where: { id }, data: change });
    const row = count === 1 && (await db.user.findUnique({ where: { id }, include: WITH_MFA }));
    return row ? toUser(row) : null;
  },
  isEmpty: async () => (await db.user.findFirst({ select: { id: true } })) === null,
});

export const prismaEvents = (db: Prisma.TransactionClient): Events => ({
  record: async (event) => {
    await db.securityEvent.create({ data: { id: newId('evt'), ...event } });
  },
});

const toUser = (row: Row & { mfa: { confirmedAt: Date | null } | null }): User => ({
  id: row.id as UserId,
  email: row.email,
  emailVerified: row.emailVerifiedAt !== null,
  givenName: row.givenName,
  familyName: row.familyName,
  phone: row.phone,
  role: row.role,
  status: row.status,
  mfaEnabled: row.mfa?.confirmedAt != null,
  createdAt: row.createdAt,
});
