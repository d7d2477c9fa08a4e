import { createHash } from 'node:crypto';
import type { Id, UserId } from '../../../kernel/ids.ts';
import type { Origin, Viewer } from '../../../kernel/viewer.ts';

export type SessionId = Id<'sess'>;

/** A sign-in on one device: one family of refresh tokens, each of which works once. */
export type Session = Readonly<{
  id: SessionId;
  userId: UserId;
  userAgent: string | null;
  ip: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  /** However often it is used, it ends then. */
  expiresAt: Date;
  revokedAt: Date | null;
}>;

/** A refresh token as it is found: when it was used, if it was, and when the one after it was. */
export type FoundToken = Readonly<{ session: Session; usedAt: Date | null; successorUsedAt: Date | null }>;

const DAY_MS = 86_400_000;
export const LIFETIME_MS = 30 * DAY_MS;
const IDLE_MS = 14 * DAY_MS;
const GRACE_MS = 10_000;
const MAX_AGENT = 256;

/** Sessions last used before this are over. */
export const idleSince = (now: Date): Date => new Date(now.getTime() - IDLE_MS);

/** When a session ends if it is not used again. */
export const endOf = ({ lastUsedAt, expiresAt }: Pick<Session, 'lastUsedAt' | 'expiresAt'>): Date =>
  new Date(Math.min(lastUsedAt.getTime() + IDLE_MS, expiresAt.getTime()));

export const isLive = (session: Session, now: Date): boolean =>
  session.revokedAt === null && endOf(session) > now;

/**
 * What the return of a token means. Two tabs that refresh at the same moment send the same one: for a moment, and as long as
 * its successor is unused, that is a repetition and gets the same successor. Any other return is a copy in other hands.
 */
export const judgeToken = (
  { session, usedAt, successorUsedAt }: FoundToken,
  now: Date,
): 'fresh' | 'repeated' | 'reused' | 'over' => {
  if (!isLive(session, now)) return 'over';
  if (!usedAt) return 'fresh';
  return !successorUsedAt && now.getTime() - usedAt.getTime() <= GRACE_MS ? 'repeated' : 'reused';
};

/** Where a request came from; services come from nowhere. */
export const originOf = (viewer: Viewer): Origin =>
  viewer.kind === 'service'
    ? { ip: null, userAgent: null }
    : { ip: viewer.origin.ip, userAgent: viewer.origin.userAgent?.slice(0, MAX_AGENT) ?? null };

/** The same browser at the same address is the same device. */
export const deviceOf = ({ ip, userAgent }: Origin): string =>
  createHash('sha256').update(`${ip}\n${userAgent}`).digest('base64url');
