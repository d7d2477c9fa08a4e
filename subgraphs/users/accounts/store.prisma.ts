import {
  type Challenge as ChallengeRow,
  Prisma,
  type User as UserRow,
} from '../../../generated/users/db/client.ts';
import { isDuplicate } from '../../../kernel/database.ts';
import { newId, type UserId } from '../../../kernel/ids.ts';
import { cutPage } from '../../../kernel/page.ts';
import type { Picture } from '../../../kernel/picture.ts';
import type { Events, UserFilter, Users } from '../ports.ts';
import type { UserKey } from '../staff/queries.ts';
import type { Challenge, Grant } from './challenge.ts';
import type { Challenges, Credentials } from './ports.ts';
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
    const row = await db.user.findUnique({ where: { email } });
    const mfa = await db.mfa.findUnique({ where: { userId: row?.id ?? 'nobody' } });
    return row && toUser({ ...row, mfa });
  },
  lock: async (id) => {
    await db.$executeRaw`select 1 from users where id = ${id} for no key update`;
    const row = await db.user.findUnique({ where: { id }, include: WITH_MFA });
    return row && toUser(row);
  },
  update: async (id, { avatar, ...change }) => {
    const picture = avatar === undefined ? {} : { avatar: avatar ?? Prisma.DbNull };
    const { count } = await db.user.updateMany({ where: { id }, data: { ...change, ...picture } });
    const row = count === 1 && (await db.user.findUnique({ where: { id }, include: WITH_MFA }));
    return row ? toUser(row) : null;
  },
  changeEmail: async (id, email, now) => {
    await db.$executeRaw`savepoint change_email`;
    try {
      return toUser(
        await db.user.update({ where: { id }, data: { email, emailVerifiedAt: now }, include: WITH_MFA }),
      );
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      await db.$executeRaw`rollback to savepoint change_email`;
      return null;
    }
  },
  lockActiveAdmins: () =>
    db.$queryRaw<
      { id: UserId }[]
    >`select id from users where role = 'ADMIN' and status = 'ACTIVE' order by id for update`,
  page: async (filter, { first, after }) => {
    const where = matching(filter);
    const rows = await db.user.findMany({
      where: after ? { AND: [where, olderThan(after)] } : where,
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: first + 1,
      include: WITH_MFA,
    });
    return cutPage(rows.map(toUser), first, await db.user.count({ where }));
  },
  remove: async (id) => {
    await db.user.deleteMany({ where: { id } });
  },
  isEmpty: async () => (await db.user.findFirst({ select: { id: true } })) === null,
});

const olderThan = ({ createdAt, id }: UserKey): Prisma.UserWhereInput => ({
  OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }],
});

/** Each word must occur in the address or a name. Words are literal text, not patterns. */
const matching = ({ query, role, status }: UserFilter): Prisma.UserWhereInput => ({
  ...(role ? { role } : {}),
  ...(status ? { status } : {}),
  AND: (query?.split(/\s+/) ?? []).map((word) => {
    const part = { contains: word.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } as const;
    return { OR: [{ email: part }, { givenName: part }, { familyName: part }] };
  }),
});

export const prismaEvents = (db: Prisma.TransactionClient): Events => ({
  record: async (event) => {
    await db.securityEvent.create({ data: { id: newId('evt'), ...event } });
  },
  countSince: (userId, kind, since) => db.securityEvent.count({ where: { userId, kind, at: { gt: since } } }),
  listOf: (userId) =>
    db.securityEvent.findMany({
      where: { userId },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
      select: { at: true, kind: true, detail: true, ip: true },
    }),
});

const toUser = (row: UserRow & { mfa: { confirmedAt: Date | null } | null }): User => ({
  id: row.id as UserId,
  email: row.email,
  emailVerified: row.emailVerifiedAt !== null,
  givenName: row.givenName,
  familyName: row.familyName,
  phone: row.phone,
  role: row.role,
  status: row.status,
  avatar: row.avatar as Picture | null,
  mfaEnabled: row.mfa?.confirmedAt != null,
  createdAt: row.createdAt,
});

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
  consume: async (id, now) => {
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

const toChallenge = (row: ChallengeRow): Challenge => ({
  ...row,
  userId: row.userId as UserId,
  grant: row.grant as Grant | null,
});
