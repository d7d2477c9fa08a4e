import { newId, newToken } from '../../../kernel/ids.ts';
import type { Origin } from '../../../kernel/viewer.ts';
import type { Ports, Stores } from '../ports.ts';
import type { User } from '../user.ts';
import { hashToken } from '../vault.ts';
import { deviceOf, endOf, LIFETIME_MS, type SessionId } from './session.ts';

export type Tokens = Readonly<{
  accessToken: string;
  accessTokenExpiresAt: Date;
  refreshToken: string;
  refreshTokenExpiresAt: Date;
}>;
export type SignedIn = Readonly<{ user: User; tokens: Tokens }>;

/** A new session of the user in the given transaction, with its first tokens. */
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

/** What a session hands out: an access token of the user as they are now, beside the refresh token. */
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
