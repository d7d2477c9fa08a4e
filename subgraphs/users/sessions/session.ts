import { createHash } from 'node:crypto';
import { type Id, newId, newToken, type UserId } from '../../../kernel/ids.ts';
import type { Origin, Viewer } from '../../../kernel/viewer.ts';
import type { User } from '../accounts/user.ts';
import { hashToken } from '../keys/encryption.ts';
import type { Ports, Stores } from '../ports.ts';

export type SessionId = Id<'sess'>;

/** A session on one device: a family of refresh tokens, each of which works once. */
export type Session = Readonly<{
  id: SessionId;
  userId: UserId;
  userAgent: string | null;
  ip: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  /** The absolute end of the session, however often it is used. */
  expiresAt: Date;
  revokedAt: Date | null;
}>;

/** A refresh token, when it was used and when its successor was used. */
export type FoundToken = Readonly<{ session: Session; usedAt: Date | null; successorUsedAt: Date | null }>;

const DAY_MS = 86_400_000;
export const LIFETIME_MS = 30 * DAY_MS;
const IDLE_MS = 14 * DAY_MS;
const GRACE_MS = 10_000;
const MAX_AGENT = 256;

/** Sessions last used before this have expired. */
export const idleSince = (now: Date): Date => new Date(now.getTime() - IDLE_MS);

/** When a session expires if it is not used again. */
export const endOf = ({ lastUsedAt, expiresAt }: Pick<Session, 'lastUsedAt' | 'expiresAt'>): Date =>
  new Date(Math.min(lastUsedAt.getTime() + IDLE_MS, expiresAt.getTime()));

export const isLive = (session: Session, now: Date): boolean =>
  session.revokedAt === null && endOf(session) > now;

/**
 * Classifies a presented refresh token. Two tabs that refresh at the same moment send the same one: within ten seconds, while its
 * successor is unused, it is `repeated` and gets the same successor. Any other reuse means that the token was copied.
 */
export const classifyToken = (
  { session, usedAt, successorUsedAt }: FoundToken,
  now: Date,
): 'fresh' | 'repeated' | 'reused' | 'over' => {
  if (!isLive(session, now)) return 'over';
  if (!usedAt) return 'fresh';
  return !successorUsedAt && now.getTime() - usedAt.getTime() <= GRACE_MS ? 'repeated' : 'reused';
};

/** Origin of the request. Empty for services. */
export const originOf = (viewer: Viewer): Origin =>
  viewer.kind === 'service'
    ? { ip: null, userAgent: null }
    : { ip: viewer.origin.ip, userAgent: viewer.origin.userAgent?.slice(0, MAX_AGENT) ?? null };

/** Identifies a device by IP address and user agent. */
export const deviceOf = ({ ip, userAgent }: Origin): string =>
  createHash('sha256').update(`${ip}\n${userAgent}`).digest('base64url');

export type Tokens = Readonly<{
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken: string;
  refreshTokenExpiresAt: Date;
}>;
export type SignedIn = Readonly<{ user: User; tokens: Tokens }>;

/** Starts a session in the given transaction and returns its first tokens. */
export const startSession = async (
  { accessTokens, now }: Pick<Ports, 'accessTokens' | 'now'>,
  { sessions }: Pick<Stores, 'sessions'>,
  user: User,
  origin: Origin,
): Promise<SignedIn> => {
  const at = now();
  const session = { id: newId('sess'), userId: user.id, expiresAt: new Date(at.getTime() + LIFETIME_MS) };
  const refreshToken = newToken();
  await sessions.create({
    ...session,
    origin,
    device: deviceOf(origin),
    at,
    tokenHash: hashToken(refreshToken),
  });
  return { user, tokens: await tokensOf(accessTokens, user, { ...session, lastUsedAt: at }, refreshToken) };
};

/** An access token with the user's current role, and the refresh token. */
export const tokensOf = async (
  accessTokens: Ports['accessTokens'],
  user: User,
  session: Readonly<{ id: SessionId; lastUsedAt: Date; expiresAt: Date }>,
  refreshToken: string,
): Promise<Tokens> => {
  const access = await accessTokens.issue({ userId: user.id, sessionId: session.id, role: user.role });
  return {
    accessToken: access.token,
    accessTokenExpiresAt: access.expiresAt,
    refreshToken,
    refreshTokenExpiresAt: endOf(session),
  };
};
