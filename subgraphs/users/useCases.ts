import { emailChangeConfirm } from './accounts/emailChangeConfirm.ts';
import { emailChangeRequest } from './accounts/emailChangeRequest.ts';
import { emailVerificationMail, emailVerificationResend } from './accounts/emailVerificationResend.ts';
import { emailVerify } from './accounts/emailVerify.ts';
import { passwordChange } from './accounts/passwordChange.ts';
import { passwordReset } from './accounts/passwordReset.ts';
import { passwordResetMail, passwordResetRequest } from './accounts/passwordResetRequest.ts';
import { register } from './accounts/register.ts';
import { signUp } from './accounts/signUp.ts';
import { addressCreate } from './addresses/addressCreate.ts';
import { addressDelete } from './addresses/addressDelete.ts';
import { addressSetDefault } from './addresses/addressSetDefault.ts';
import { addressUpdate } from './addresses/addressUpdate.ts';
import { avatarDelete } from './avatar/avatarDelete.ts';
import { avatarUpload } from './avatar/avatarUpload.ts';
import { pictureAddress } from './avatar/pictureAddress.ts';
import { signingKeysRotate } from './keys/signingKeysRotate.ts';
import { mfaConfirm } from './mfa/mfaConfirm.ts';
import { mfaDisable } from './mfa/mfaDisable.ts';
import { mfaEnroll } from './mfa/mfaEnroll.ts';
import { accountDelete } from './personal/accountDelete.ts';
import { accountExport } from './personal/accountExport.ts';
import { forgetElsewhere } from './personal/forgetElsewhere.ts';
import type { Ports } from './ports.ts';
import { profileUpdate } from './profileUpdate.ts';
import { sessionRefresh } from './sessions/sessionRefresh.ts';
import { sessionRevoke } from './sessions/sessionRevoke.ts';
import { signIn } from './sessions/signIn.ts';
import { signOut } from './sessions/signOut.ts';
import { signOutEverywhere } from './sessions/signOutEverywhere.ts';
import { userReinstate } from './staff/userReinstate.ts';
import { userRoleSet } from './staff/userRoleSet.ts';
import { userSuspend } from './staff/userSuspend.ts';
import { users } from './staff/users.ts';

export const useCases = (ports: Ports) => ({
  signUp: signUp(ports),
  register: register(ports),
  emailVerify: emailVerify(ports),
  emailVerificationResend: emailVerificationResend(ports),
  emailVerificationMail: emailVerificationMail(ports),
  passwordResetRequest: passwordResetRequest(ports),
  passwordResetMail: passwordResetMail(ports),
  passwordReset: passwordReset(ports),
  passwordChange: passwordChange(ports),
  emailChangeRequest: emailChangeRequest(ports),
  emailChangeConfirm: emailChangeConfirm(ports),
  signIn: signIn(ports),
  sessionRefresh: sessionRefresh(ports),
  signOut: signOut(ports),
  signOutEverywhere: signOutEverywhere(ports),
  sessionRevoke: sessionRevoke(ports),
  mfaEnroll: mfaEnroll(ports),
  mfaConfirm: mfaConfirm(ports),
  mfaDisable: mfaDisable(ports),
  profileUpdate: profileUpdate(ports),
  accountExport: accountExport(ports),
  accountDelete: accountDelete(ports),
  forgetElsewhere: forgetElsewhere(ports),
  avatarUpload: avatarUpload(ports),
  avatarDelete: avatarDelete(ports),
  pictureAddress: pictureAddress(ports),
  addressCreate: addressCreate(ports),
  addressUpdate: addressUpdate(ports),
  addressDelete: addressDelete(ports),
  addressSetDefault: addressSetDefault(ports),
  users: users(ports),
  userRoleSet: userRoleSet(ports),
  userSuspend: userSuspend(ports),
  userReinstate: userReinstate(ports),
  cleanUp: () => ports.cleanUp(ports.now()),
  signingKeysRotate: signingKeysRotate(ports),
});
export type UseCases = ReturnType<typeof useCases>;
