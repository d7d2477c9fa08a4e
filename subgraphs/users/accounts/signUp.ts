import type { SignUpInput } from '../../../generated/users/types.ts';
import { newId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { readEmail } from '../email.ts';
import { alreadySignedUpLetter, verificationLetter } from '../letters.ts';
import { byAddress } from '../limits.ts';
import type { Ports, Stores } from '../ports.ts';
import { originOf } from '../sessions/session.ts';
import { changeProfile, NOBODY, type Profile } from '../user.ts';
import { issueChallenge } from './issueChallenge.ts';
import { newPassword } from './password.ts';

type Needs = Pick<Ports, 'transaction' | 'passwords' | 'limits' | 'vault' | 'shopUrl' | 'now'>;
type SignUp = Readonly<{ email: string; profile: Profile; passwordHash: string; ip: string | null }>;

/** The password is hashed and a mail goes out whether or not the address is taken, so the answer and its time are the same. */
export const signUp =
  (ports: Needs) =>
  async (viewer: Viewer, input: SignUpInput): Promise<Outcome<true>> => {
    const email = readEmail(input.email);
    if (!email) return refuse('INVALID', 'This is no e-mail address.', ['email']);
    const profile = changeProfile(NOBODY, { givenName: input.givenName, familyName: input.familyName });
    if (!profile.ok) return profile;
    const password = newPassword(input.password, { ...input, email }, 'password');
    if (!password.ok) return password;
    await ports.limits.count([byAddress('signUpPerAddress', originOf(viewer))]);
    const passwordHash = await ports.passwords.hash(password.value);
    await ports.transaction(register(ports, { email, profile: profile.value, passwordHash, ip: originOf(viewer).ip }));
    return done(true);
  };

/** An unverified account belongs to nobody yet: whoever signs up again is mailed a code that is bound to that password. */
const register =
  (ports: Needs, { email, profile, passwordHash, ip }: SignUp) =>
  async (tx: Stores): Promise<void> => {
    const id = newId('user');
    const created = await tx.users.create({ id, email, profile });
    const user = await tx.users.findByEmail(email);
    if (!user) return;
    if (created) {
      await tx.credentials.set(id, passwordHash);
      await tx.events.record({ userId: id, actorId: id, kind: 'SIGNED_UP', ip });
    }
    if (user.emailVerified) return tx.outbox.mail(alreadySignedUpLetter(ports.shopUrl, user, newId('key')));
    const secrets = await issueChallenge(ports, tx, user, 'EMAIL_VERIFY', { passwordHash });
    if (secrets) await tx.outbox.mail(verificationLetter(ports.shopUrl, { email, givenName: profile.givenName }, secrets));
  };
