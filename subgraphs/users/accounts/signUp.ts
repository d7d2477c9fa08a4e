import type { SignUpInput } from '../../../generated/users/types.ts';
import { newId, type UserId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import type { Ports, Stores } from '../ports.ts';
import { originOf } from '../sessions/session.ts';
import { HOUR_MS, issueChallenge } from './challenge.ts';
import { alreadySignedUpEmail, verificationEmail } from './emails.ts';
import { byAddress } from './limits.ts';
import { newPassword } from './password.ts';
import { changeProfile, EMPTY_PROFILE, type Profile, parseEmail, type User } from './user.ts';

/** A sign-up as the job stores it. */
export type SignUp = Readonly<{
  id: UserId;
  email: string;
  profile: Profile;
  passwordHash: string;
  ip: string | null;
}>;

/** Hashes the password and enqueues the sign-up. A job checks later whether the account exists, so the response does not reveal it. */
export const signUp =
  ({ passwords, limits, outbox }: Pick<Ports, 'passwords' | 'limits' | 'outbox'>) =>
  async (viewer: Viewer, input: SignUpInput): Promise<Outcome<true>> => {
    const email = parseEmail(input.email);
    if (!email) return refuse('INVALID', 'Not a valid e-mail address.', ['email']);
    const profile = changeProfile(EMPTY_PROFILE, {
      givenName: input.givenName,
      familyName: input.familyName,
    });
    if (!profile.ok) return profile;
    const password = newPassword(input.password, { ...input, email }, 'password');
    if (!password.ok) return password;
    const origin = originOf(viewer);
    await limits.count([byAddress('signUpPerAddress', origin)]);
    const passwordHash = await passwords.hash(password.value);
    await outbox.defer('register', {
      id: newId('user'),
      email,
      profile: profile.value,
      passwordHash,
      ip: origin.ip,
    });
    return done(true);
  };

/** Creates the account, or notifies the owner of a verified one. Every sign-up for an unverified account gets a code bound to its own password. */
export const register =
  (ports: Pick<Ports, 'transaction' | 'encryption' | 'shopUrl' | 'now'>) =>
  ({ id, email, profile, passwordHash, ip }: SignUp): Promise<void> =>
    ports.transaction(async (tx) => {
      const created = await tx.users.create({ id, email, profile });
      const user = await tx.users.findByEmail(email);
      if (!user) return;
      if (created) {
        await tx.credentials.set(id, passwordHash);
        await tx.events.record({ userId: id, actorId: id, kind: 'SIGNED_UP', ip });
      }
      if (user.emailVerified) return notifyOwner(ports, tx, user);
      const secrets = await issueChallenge(ports, tx, user, 'EMAIL_VERIFY', { passwordHash });
      if (secrets)
        await tx.outbox.sendEmail(
          verificationEmail(ports.shopUrl, { email, givenName: profile.givenName }, secrets),
        );
    });

const PER_HOUR = 3;

/** Notifies the owner that someone else tried to use their address, at most three times an hour. */
export const notifyOwner = async (
  { shopUrl, now }: Pick<Ports, 'shopUrl' | 'now'>,
  { users, events, outbox }: Pick<Stores, 'users' | 'events' | 'outbox'>,
  owner: User,
): Promise<void> => {
  await users.lock(owner.id);
  const told = await events.countSince(owner.id, 'ADDRESS_TRIED', new Date(now().getTime() - HOUR_MS));
  if (told >= PER_HOUR) return;
  await events.record({ userId: owner.id, actorId: null, kind: 'ADDRESS_TRIED' });
  await outbox.sendEmail(alreadySignedUpEmail(shopUrl, owner, newId('key')));
};
