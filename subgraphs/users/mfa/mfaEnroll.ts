import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { type Reauthentication, reauthenticate } from '../accounts/reauthenticate.ts';
import type { Ports } from '../ports.ts';
import { newSecret, uriOf } from './secondFactor.ts';

/** A secret for an authenticator app; it is in force once a code of it was confirmed. */
export const mfaEnroll =
  (ports: Reauthentication & Pick<Ports, 'mfa' | 'vault'>) =>
  async (viewer: Viewer, password: string): Promise<Outcome<{ secret: string; uri: string }>> => {
    const user = await reauthenticate(ports, viewer, password, 'password');
    if (!user.ok) return user;
    const secret = newSecret();
    const enrolled = await ports.mfa.enroll(user.value.id, await ports.vault.seal(secret));
    return enrolled
      ? done({ secret, uri: uriOf(secret, user.value.email) })
      : refuse('CONFLICT', 'A second factor is in force already; disable it first.');
  };
