import type { SignUpInput } from '../../../generated/users/types.ts';
import { newId, type UserId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { readEmail } from '../email.ts';
import { byAddress } from '../limits.ts';
import type { Ports } from '../ports.ts';
import { originOf } from '../sessions/session.ts';
import { changeProfile, NOBODY, type Profile } from '../user.ts';
import { newPassword } from './password.ts';

/** Who wants an account, as it is kept until that is looked into. */
export type SignUp = Readonly<{
  id: UserId;
  email: string;
  profile: Profile;
  passwordHash: string;
  ip: string | null;
}>;

/** Hashes the password and notes the wish; whether there is such an account is found out after the answer. */
export const signUp =
  ({ passwords, limits, outbox }: Pick<Ports, 'passwords' | 'limits' | 'outbox'>) =>
  async (viewer: Viewer, input: SignUpInput): Promise<Outcome<true>> => {
    const email = readEmail(input.email);
    if (!email) return refuse('INVALID', 'This is no e-mail address.', ['email']);
    const profile = changeProfile(NOBODY, { givenName: input.givenName, familyName: input.familyName });
    if (!profile.ok) return profile;
    const password = newPassword(input.password, { ...input, email }, 'password');
    if (!password.ok) return password;
    const origin = originOf(viewer);
    await limits.count([byAddress('signUpPerAddress', origin)]);
    const passwordHash = await passwords.hash(password.value);
    await outbox.ask('register', {
      id: newId('user'),
      email,
      profile: profile.value,
      passwordHash,
      ip: origin.ip,
    });
    return done(true);
  };
