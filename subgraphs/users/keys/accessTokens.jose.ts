import { randomUUID } from 'node:crypto';
import { importJWK, type JWK, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { unavailable } from '../../../kernel/errors.ts';
import type { Encryption } from './encryption.ts';
import type { AccessTokens, SigningKeys } from './ports.ts';
import { ACCESS_TOKEN_S, type SigningKey, signingNow } from './signingKey.ts';

/** How long keys are cached: far shorter than a new key is published before it signs. */
const KEYS_KNOWN_MS = 30_000;

/** Access tokens as in RFC 9068: type at+jwt, valid for five minutes, for the whole graph. */
export const joseAccessTokens = (
  signingKeys: SigningKeys,
  encryption: Encryption,
  issuer: string,
  now: () => Date,
): AccessTokens => {
  const keysAt = remembered(() => signingKeys.list(), KEYS_KNOWN_MS);
  const privateKeys = new LRUCache<string, Awaited<ReturnType<typeof importJWK>>, SigningKey>({
    max: 8,
    fetchMethod: async (_id, _stale, { context }) =>
      importJWK(await encryption.decrypt<JWK>(context.privateJwk), 'EdDSA'),
  });
  return {
    issue: async ({ userId, sessionId, role }) => {
      const at = now();
      const key = signingNow(await keysAt(at), at);
      const privateKey = key && (await privateKeys.fetch(key.id, { context: key }));
      if (!privateKey) throw unavailable('users');
      const seconds = Math.floor(at.getTime() / 1000);
      const token = await new SignJWT({ sid: sessionId, role })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: key.id })
        .setIssuer(issuer)
        .setAudience('plexus')
        .setSubject(userId)
        .setJti(randomUUID())
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + ACCESS_TOKEN_S)
        .sign(privateKey);
      return { token, expiresAt: new Date((seconds + ACCESS_TOKEN_S) * 1000) };
    },
  };
};

/** Caches a result for `forMs`. Does not cache a failure. */
const remembered = <T>(ask: () => Promise<T>, forMs: number) => {
  let last: Readonly<{ answer: Promise<T>; until: number }> | null = null;
  return (at: Date): Promise<T> => {
    if (last && at.getTime() < last.until) return last.answer;
    const answer = ask();
    last = { answer, until: at.getTime() + forMs };
    answer.catch(() => {
      last = null;
    });
    return answer;
  };
};
