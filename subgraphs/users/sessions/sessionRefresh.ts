import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { sessionEndedEmail } from '../accounts/emails.ts';
import { hashToken } from '../keys/encryption.ts';
import type { Ports, Stores } from '../ports.ts';
import { classifyToken, originOf, type Session, type SignedIn, tokensOf } from './session.ts';

type Needs = Pick<Ports, 'transaction' | 'accessTokens' | 'encryption' | 'now'>;

/**
 * Exchanges a refresh token. Its successor is derived from it with the service's secret, so that two tabs that refresh at the
 * same moment get the same one, and the database stores only hashes. Refuses with TOKEN_INVALID, REFRESH_TOKEN_REUSED or ACCOUNT_SUSPENDED.
 */
export const sessionRefresh =
  (ports: Needs) =>
  async (viewer: Viewer, token: string): Promise<Outcome<SignedIn>> => {
    const hash = hashToken(token);
    const successor = ports.encryption.keyedHash('refresh', token);
    return ports.transaction(async (tx) => {
      await tx.sessions.rotate(hash, hashToken(successor), originOf(viewer), ports.now());
      const found = await tx.sessions.findToken(hash);
      if (!found) return invalid();
      const verdict = classifyToken(found, ports.now());
      if (verdict === 'over') return invalid();
      if (verdict === 'reused') return revokeReusedSession(ports, tx, found.session);
      return renew(ports, tx, found.session, successor);
    });
  };

const invalid = () => refuse('TOKEN_INVALID', 'This session has ended. Sign in again.');

const renew = async (
  { accessTokens }: Needs,
  tx: Stores,
  session: Session,
  successor: string,
): Promise<Outcome<SignedIn>> => {
  const [user] = await tx.users.find([session.userId]);
  if (!user) return invalid();
  if (user.status === 'SUSPENDED') return refuse('ACCOUNT_SUSPENDED', 'This account is suspended.');
  return done({ user, tokens: await tokensOf(accessTokens, user, session, successor) });
};

/** Ends the session of a reused token, because one of its two holders is not the owner, and notifies the owner. */
const revokeReusedSession = async (
  { now }: Needs,
  tx: Stores,
  { id, userId, ip }: Session,
): Promise<Outcome<never>> => {
  const ended = await tx.sessions.revoke({ userId, id }, now());
  const [user] = await tx.users.find([userId]);
  if (user && ended.length > 0) {
    await tx.events.record({ userId, actorId: null, kind: 'REFRESH_TOKEN_REUSED', detail: id, ip });
    await tx.outbox.sendEmail(sessionEndedEmail(user, id));
  }
  return refuse(
    'REFRESH_TOKEN_REUSED',
    'This token was already used, so the session has ended. Sign in again.',
  );
};
