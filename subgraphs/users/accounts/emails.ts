import type { Letter } from '../../../kernel/mailTemplate.ts';
import type { Profile } from './user.ts';

type Recipient = Readonly<{ email: string }> & Pick<Profile, 'givenName'>;
type Secrets = Readonly<{ id: string; token: string; code: string }>;

const hello = ({ givenName }: Recipient): string => (givenName ? `Hello ${givenName},` : 'Hello,');
const NOT_YOU = 'If this was not you, ignore this mail: without it nothing happens.';

/**
 * An address of the shop with the secret in its query, named by its purpose, so that no page takes one for another.
 * `shopUrl` is configuration, never a header of the request.
 */
const link = (
  shopUrl: string,
  path: string,
  purpose: 'token' | 'verification' | 'change',
  token: string,
): string => {
  const url = new URL(path, shopUrl);
  url.searchParams.set(purpose, token);
  return url.href;
};

export const verificationEmail = (shopUrl: string, to: Recipient, { id, token, code }: Secrets): Letter => ({
  key: `email-verify ${id}`,
  to: to.email,
  subject: 'Confirm your e-mail address',
  paragraphs: [hello(to), 'this code confirms that the address is yours. It is good for one hour.'],
  code,
  action: { label: 'Confirm with one click', url: link(shopUrl, '/verify-email', 'verification', token) },
  closing: [NOT_YOU],
});

export const alreadySignedUpEmail = (shopUrl: string, to: Recipient, key: string): Letter => ({
  key: `already-signed-up ${key}`,
  to: to.email,
  subject: 'You already have an account',
  paragraphs: [
    hello(to),
    'somebody tried to make an account with your address. You have one: sign in, or choose a new password there.',
  ],
  action: { label: 'Sign in', url: new URL('/sign-in', shopUrl).href },
  closing: ['If this was not you, there is nothing to do: nobody learned that you have an account.'],
});

export const passwordResetEmail = (shopUrl: string, to: Recipient, { id, token }: Secrets): Letter => ({
  key: `password-reset ${id}`,
  to: to.email,
  subject: 'Choose a new password',
  paragraphs: [
    hello(to),
    'with this link you choose a new password. It is good for 30 minutes and works once.',
  ],
  action: { label: 'Choose a new password', url: link(shopUrl, '/reset-password', 'token', token) },
  closing: [NOT_YOU],
});

export const passwordChangedEmail = (to: Recipient, key: string): Letter => ({
  key: `password-changed ${key}`,
  to: to.email,
  subject: 'Your password was changed',
  paragraphs: [hello(to), 'the password of your account was changed, and other devices were signed out.'],
  closing: ['If this was not you, ask for a new password at once and tell the shop.'],
});

export const sessionEndedEmail = (to: Recipient, sessionId: string): Letter => ({
  key: `session-ended ${sessionId}`,
  to: to.email,
  subject: 'We signed one of your devices out',
  paragraphs: [
    hello(to),
    'a sign-in of your account was used from two places at once, so we ended it. Sign in again to go on.',
  ],
  closing: ['If a device of yours was lost or you do not know why this happened, choose a new password.'],
});

export const emailChangeEmail = (
  shopUrl: string,
  to: Recipient,
  { id, token }: Pick<Secrets, 'id' | 'token'>,
): Letter => ({
  key: `email-change ${id}`,
  to: to.email,
  subject: 'Confirm your new e-mail address',
  paragraphs: [
    hello(to),
    'with this link your account signs in with this address from now on. It is good for one hour.',
  ],
  action: { label: 'Confirm the new address', url: link(shopUrl, '/confirm-email', 'change', token) },
  closing: [NOT_YOU],
});

export const emailChangeRequestedEmail = (to: Recipient, key: string): Letter => ({
  key: `email-change-asked ${key}`,
  to: to.email,
  subject: 'Your e-mail address is to be changed',
  paragraphs: [
    hello(to),
    'somebody who knows your password asked to change the address of your account. It changes once the new address is confirmed.',
  ],
  closing: ['If this was not you, choose a new password now.'],
});

export const emailChangedEmail = (to: Recipient, key: string): Letter => ({
  key: `email-changed ${key}`,
  to: to.email,
  subject: 'Your e-mail address was changed',
  paragraphs: [hello(to), 'your account no longer uses this address.'],
  closing: ['If this was not you, tell the shop at once.'],
});

export const mfaEnabledEmail = (to: Recipient, key: string): Letter => ({
  key: `mfa-enabled ${key}`,
  to: to.email,
  subject: 'Signing in takes a second factor now',
  paragraphs: [
    hello(to),
    'your account now asks for a one-time password when you sign in. Other devices were signed out. Keep the recovery codes in a place that you can reach without your phone.',
  ],
  closing: ['If this was not you, choose a new password and tell the shop.'],
});

export const mfaDisabledEmail = (to: Recipient, key: string): Letter => ({
  key: `mfa-disabled ${key}`,
  to: to.email,
  subject: 'The second factor was switched off',
  paragraphs: [hello(to), 'your account signs in with its password alone from now on.'],
  closing: ['If this was not you, choose a new password at once.'],
});

export const accountDeletionStartedEmail = (to: Recipient, key: string): Letter => ({
  key: `account-going ${key}`,
  to: to.email,
  subject: 'Your account is being removed',
  paragraphs: [
    hello(to),
    'as you asked, nobody can sign in with your account any more, and what we hold of you is being removed.',
  ],
  closing: ['If this was not you, tell the shop at once. We write once more when all is done.'],
});

export const accountDeletedEmail = (to: Recipient, key: string): Letter => ({
  key: `account-deleted ${key}`,
  to: to.email,
  subject: 'Your account was removed',
  paragraphs: [
    hello(to),
    'your account and what we held of you are gone. What the law wants us to keep of your orders stays without your name.',
  ],
  closing: ['Thank you for having been with us.'],
});
