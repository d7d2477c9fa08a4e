import { type CryptoKey, decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { CodedError, unauthenticated } from '../../kernel/errors.ts';
import { isId } from '../../kernel/ids.ts';
import { shortLived } from '../../kernel/shortLived.ts';
import type { Person, Role } from '../../kernel/viewer.ts';
import type { KeySet } from './jwks.http.ts';

export type Identity = Omit<Person, 'origin'>;
type Verified = Readonly<{ identity: Identity; version: number }>;

const AUDIENCE = 'plexus';
const CLAIMS = ['iss', 'aud', 'sub', 'sid', 'role', 'exp', 'iat', 'jti'];
const HEADER = new Set(['alg', 'typ', 'kid']);
const ROLES: readonly unknown[] = ['CUSTOMER', 'STAFF', 'ADMIN'] satisfies Role[];
const MAX_TOKEN = 4_096;
/** For as long as users lets a token live. */
const USUAL_MS = 5 * 60_000;

/** Reads access tokens. Null without a token (a guest); `UNAUTHENTICATED` if anything is wrong with the token. */
export const accessTokens = (keys: KeySet, issuer: string) => {
  const verified = shortLived<string, Verified>({ max: 20_000, ttl: USUAL_MS });

  const verify = async (token: string): Promise<Identity> => {
    const key = await keyOf(keys, token);
    const { payload } = await jwtVerify(token, key, {
      issuer,
      audience: AUDIENCE,
      algorithms: ['EdDSA'],
      typ: 'at+jwt',
      requiredClaims: CLAIMS,
      clockTolerance: 2,
    });
    const identity = readIdentity(payload);
    verified.set(
      token,
      { identity, version: keys.version() },
      Math.max(1, Number(payload.exp) * 1000 - Date.now()),
    );
    return identity;
  };

  return async (authorization: readonly string[] | undefined): Promise<Identity | null> => {
    if (!authorization) return null;
    const token =
      authorization.length === 1 ? /^Bearer ([\w.-]+)$/i.exec(authorization[0] ?? '')?.[1] : undefined;
    if (!token || token.length > MAX_TOKEN)
      throw unauthenticated('The authorization header must be one Bearer access token.');
    const known = verified.get(token);
    if (known && known.version === keys.version()) return known.identity;
    return verify(token).catch((error: unknown) => {
      throw error instanceof CodedError
        ? error
        : unauthenticated('The access token is not valid or has expired.');
    });
  };
};

/** The key that the token names; headers that bring or point to keys of their own are refused unread. */
const keyOf = async (keys: KeySet, token: string): Promise<CryptoKey> => {
  const header = decodeProtectedHeader(token);
  if (
    typeof header.kid !== 'string' ||
    header.alg !== 'EdDSA' ||
    Object.keys(header).some((name) => !HEADER.has(name))
  )
    throw unauthenticated();
  const key = await keys.find(header.kid);
  if (!key) throw unauthenticated('The access token is not valid or has expired.');
  return key;
};

const readIdentity = ({ sub, sid, role, aud, jti }: JWTPayload): Identity => {
  if (
    aud !== AUDIENCE ||
    !isId('user', sub) ||
    typeof sid !== 'string' ||
    typeof jti !== 'string' ||
    !ROLES.includes(role)
  )
    throw unauthenticated();
  return { kind: 'person', userId: sub, role: role as Role, sessionId: sid };
};
