import type { Letter } from '../../../kernel/mailTemplate.ts';
import type { Profile } from './user.ts';

type Recipient = Readonly<{ email: string }> & Pick<Profile, 'givenName'>;
type Secrets = Readonly<{ id: string; token: string; code: string }>;

const hello = ({ givenName }: Recipient): string => (givenName ? `Hello ${givenName},` : 'Hello,');
const NOT_YOU = 'If this was not you, ignore this e-mail. Nothing will change.';

/**
 * A link to the shop with the secret in a query parameter. The parameter is named after the purpose, so that no page accepts another's token.
 * `shopUrl` comes from the configuration, never from a request header.
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
  paragraphs: [hello(to), 'use this code to confirm your e-mail address. It expires in one hour.'],
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
    'someone tried to create an account with your e-mail address. You already have an account: sign in, or choose a new password on that page.',
  ],
  action: { label: 'Sign in', url: new URL('/sign-in', shopUrl).href },
  closing: ['If this was not you, you do not need to do anything. Nobody was told that you have an account.'],
});

export const passwordResetEmail = (shopUrl: string, to: Recipient, { id, token }: Secrets): Letter => ({
  key: `password-reset ${id}`,
  to: to.email,
  subject: 'Choose a new password',
  paragraphs: [hello(to), 'use this link to choose a new password. It expires in 30 minutes and works once.'],
  action: { label: 'Choose a new password', url: link(shopUrl, '/reset-password', 'token', token) },
  closing: [NOT_YOU],
});

export const passwordChangedEmail = (to: Recipient, key: string): Letter => ({
  key: `password-changed ${key}`,
  to: to.email,
  subject: 'Your password was changed',
  paragraphs: [hello(to), 'your password was changed, and your other devices were signed out.'],
  closing: ['If this was not you, reset your password immediately and contact the shop.'],
});

export const sessionEndedEmail = (to: Recipient, sessionId: string): Letter => ({
  key: `session-ended ${sessionId}`,
  to: to.email,
  subject: 'We ended one of your sessions',
  paragraphs: [
    hello(to),
    'a session of your account was used from two places at once, so we ended it. Sign in again to continue.',
  ],
  closing: ['If you have lost a device or do not know why this happened, choose a new password.'],
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
    'use this link to confirm this address. After that, you sign in with it. The link expires in one hour.',
  ],
  action: { label: 'Confirm the new address', url: link(shopUrl, '/confirm-email', 'change', token) },
  closing: [NOT_YOU],
});

export const emailChangeRequestedEmail = (to: Recipient, key: string): Letter => ({
  key: `email-change-asked ${key}`,
  to: to.email,
  subject: 'Your e-mail address is about to change',
  paragraphs: [
    hello(to),
    'someone who knows your password asked to change the e-mail address of your account. The change takes effect when the new address is confirmed.',
  ],
  closing: ['If this was not you, choose a new password immediately.'],
});

export const emailChangedEmail = (to: Recipient, key: string): Letter => ({
  key: `email-changed ${key}`,
  to: to.email,
  subject: 'Your e-mail address was changed',
  paragraphs: [hello(to), 'your account no longer uses this address.'],
  closing: ['If this was not you, contact the shop immediately.'],
});

export const mfaEnabledEmail = (to: Recipient, key: string): Letter => ({
  key: `mfa-enabled ${key}`,
  to: to.email,
  subject: 'Two-factor authentication is turned on',
  paragraphs: [
    hello(to),
    'your account now requires a one-time password when you sign in. Your other devices were signed out. Keep the recovery codes where you can reach them without your phone.',
  ],
  closing: ['If this was not you, choose a new password and contact the shop.'],
});

export const mfaDisabledEmail = (to: Recipient, key: string): Letter => ({
  key: `mfa-disabled ${key}`,
  to: to.email,
  subject: 'Two-factor authentication was turned off',
  paragraphs: [hello(to), 'you now sign in with your password only.'],
  closing: ['If this was not you, choose a new password immediately.'],
});

export const accountDeletionStartedEmail = (to: Recipient, key: string): Letter => ({
  key: `account-going ${key}`,
  to: to.email,
  subject: 'Your account is being deleted',
  paragraphs: [
    hello(to),
    'as you requested, your account is closed, and we are deleting your personal data. Nobody can sign in with this account anymore.',
  ],
  closing: [
    'If this was not you, contact the shop immediately. We will send another e-mail when the deletion is complete.',
  ],
});

export const accountDeletedEmail = (to: Recipient, key: string): Letter => ({
  key: `account-deleted ${key}`,
  to: to.email,
  subject: 'Your account was deleted',
  paragraphs: [
    hello(to),
    'your account and your personal data are deleted. Order records that the law requires us to keep no longer contain your name.',
  ],
  closing: ['Thank you for being our customer.'],
});
