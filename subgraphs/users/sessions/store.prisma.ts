import type { Prisma, Session as Row } from '../../../generated/users/db/client.ts';
import type { UserId } from '../../../kernel/ids.ts';
import type { Sessions } from './ports.ts';
import { idleSince, type Session, type SessionId } from './session.ts';

const live = (now: Date) =>
  ({
    revokedAt: null,
    expiresAt: { gt: now },
    lastUsedAt: { gt: idleSince(now) },
  }) satisfies Prisma.SessionWhereInput;

export const prismaSessions = (db: Prisma.TransactionClient): Sessions => ({
  create: async ({ origin, at, tokenHash, ...session }) => {
    const tokens = { create: { hash: tokenHash, issuedAt: at } };
    await db.session.create({ data: { ...session, ...origin, createdAt: at, lastUsedAt: at, tokens } });
  },

  rotate: async (hash, successor, { ip, userAgent }, now) => {
    const fresh = { hash, usedAt: null, session: live(now) };
    const [used] = await db.refreshToken.updateManyAndReturn({
      where: fresh,
      data: { usedAt: now, successor },
    });
    if (!used) return false;
    const { sessionId } = used;
    await db.refreshToken.create({ data: { hash: successor, sessionId, issuedAt: now } });
    await db.session.update({ where: { id: sessionId }, data: { lastUsedAt: now, ip, userAgent } });
    return true;
  },

  findToken: async (hash) => {
    const token = await db.refreshToken.findUnique({ where: { hash }, include: { session: true } });
    if (!token) return null;
    const successor =
      token.successor && (await db.refreshToken.findUnique({ where: { hash: token.successor } }));
    return {
      session: toSession(token.session),
      usedAt: token.usedAt,
      successorUsedAt: successor ? successor.usedAt : null,
    };
  },

  revoke: async ({ userId, id, except }, now) => {
    const where = {
      userId,
      ...live(now),
      id: { ...(id ? { equals: id } : {}), ...(except ? { not: except } : {}) },
    };
    const ended = await db.session.updateManyAndReturn({
      where,
      data: { revokedAt: now },
      select: { id: true },
    });
    return ended.map((session) => session.id as SessionId);
  },

  isKnownDevice: async (userId, device) =>
    (await db.session.findFirst({ where: { userId: userId ?? 'nobody', device }, select: { id: true } })) !==
    null,

  listByUsers: async (userIds, now) => {
    const rows = await db.session.findMany({
      where: { userId: { in: [...userIds] }, ...live(now) },
      orderBy: { lastUsedAt: 'desc' },
    });
    return rows.map(toSession);
  },
});

const toSession = (row: Row): Session => ({ ...row, id: row.id as SessionId, userId: row.userId as UserId });
