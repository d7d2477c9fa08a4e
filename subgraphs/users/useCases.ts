import { emailVerificationMail, emailVerificationResend } from './accounts/emailVerificationResend.ts';
import { emailVerify } from './accounts/emailVerify.ts';
import { passwordReset } from './accounts/passwordReset.ts';
import { passwordResetMail, passwordResetRequest } from './accounts/passwordResetRequest.ts';
import { signUp } from './accounts/signUp.ts';
import { addressCreate } from './addresses/addressCreate.ts';
import { addressDelete } from './addresses/addressDelete.ts';
import { addressSetDefault } from './addresses/addressSetDefault.ts';
import { addressUpdate } from './addresses/addressUpdate.ts';
import { signingKeysRotate } from './keys/signingKeysRotate.ts';
import type { Ports } from './ports.ts';
import { profileUpdate } from './profileUpdate.ts';
import { sessionRefresh } from './sessions/sessionRefresh.ts';
import { signIn } from './sessions/signIn.ts';
import { signOut } from './sessions/signOut.ts';
import { signOutEverywhere } from './sessions/signOutEverywhere.ts';

export const useCases = (ports: Ports) => ({
  signUp: signUp(ports),
  emailVerify: emailVerify(ports),
  emailVerificationResend: emailVerificationResend(ports),
  emailVerificationMail: emailVerificationMail(ports),
  passwordResetRequest: passwordResetRequest(ports),
  passwordResetMail: passwordResetMail(ports),
  passwordReset: passwordReset(ports),
  signIn: signIn(ports),
  sessionRefresh: sessionRefresh(ports),
  signOut: signOut(ports),
  signOutEverywhere: signOutEverywhere(ports),
  profileUpdate: profileUpdate(ports),
  addressCreate: addressCreate(ports),
  addressUpdate: addressUpdate(ports),
  addressDelete: addressDelete(ports),
  addressSetDefault: addressSetDefault(ports),
  signingKeysRotate: signingKeysRotate(ports),
});
export type UseCases = ReturnType<typeof useCases>;
