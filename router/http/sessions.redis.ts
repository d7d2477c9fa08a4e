import type { Redis } from 'ioredis';
import type { Log } from '../../kernel/log.ts';
import { shortLived } from '../../kernel/shortLived.ts';

/** Whether a session was ended before its access tokens ran out. */
export type IsRevoked = (sessionId: string) => Promise<boolean>;

const KNOWN_MS = 2_000;
const MAX_KNOWN = 50_000;

/** The users service sets `session:revoked:<sid>` for as long as tokens of the session may be about; without Redis tokens live their five minutes. */
export const revokedSessions = (redis: Redis | null, log: Log): IsRevoked => {
  const known = shortLived<string, boolean>({ max: MAX_KNOWN, ttl: KNOWN_MS });
  return async (sessionId) => {
    if (!redis) return false;
    const kept = known.get(sessionId);
    if (kept !== undefined) return kept;
    try {
      const revoked = (await redis.exists(`session:revoked:${sessionId}`)) === 1;
      known.set(sessionId, revoked);
      return revoked;
    } catch (error) {
      log.warn({ err: error }, 'ended sessions could not be asked for');
      return false;
    }
  };
};
