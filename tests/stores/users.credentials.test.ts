import { randomUUID } from 'node:crypto';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../kernel/viewer.ts';
import { aUsersService, codesOf, PASSWORD, REFRESH, SIGN_IN, type UsersService } from './users.world.ts';

let users: UsersService;
beforeAll(async () => {
  users = await aUsersService(2);
});
afterAll(() => users.stop());

const ENROLL = 'mutation ($password: String!) { mfaEnroll(password: $password) { secret uri userErrors { code field } } }';
const CONFIRM = 'mutation ($code: String!) { mfaConfirm(code: $code) { user { mfaEnabled } recoveryCodes userErrors { code field } } }';
const DISABLE =
  'mutation ($password: String!, $code: String!) { mfaDisable(password: $password, code: $code) { user { mfaEnabled } userErrors { code field } } }';
const CHANGE =
  'mutation ($input: PasswordChangeInput!) { passwordChange(input: $input) { tokens { accessToken refreshToken } user { id } userErrors { code field } } }';
const ASK_EMAIL =
  'mutation ($input: EmailChangeRequestInput!) { emailChangeRequest(input: $input) { accepted userErrors { code field } } }';
const CONFIRM_EMAIL =
  'mutation ($token: String!) { emailChangeConfirm(token: $token) { user { email emailVerified } userErrors { code field } } }';
const REVOKE = 'mutation ($id: ID!) { sessionRevoke(id: $id) { deletedId userErrors { code field } } }';
const CONFIRM_LINK = /confirm-email\?change=([\w.~-]{20,})/;

const signIn = (email: string, mfaCode?: string, password = PASSWORD) => users.mutate(SIGN_IN, { input: { email, password, mfaCode } });
const refresh = (token: string | undefined) => users.mutate(REFRESH, { token });
const codeOf = (secret: string | null, aheadMs = 0) => new TOTP({ secret: String(secret) }).generate({ timestamp: Date.now() + aheadMs });

/** Somebody with a second factor in force. */
const aCautiousCustomer = async () => {
  const customer = await users.aCustomer();
  const { secret } = await users.mutate(ENROLL, { password: PASSWORD }, customer.viewer);
  const { recoveryCodes } = await users.mutate(CONFIRM, { code: codeOf(secret) }, customer.viewer);
  return { ...customer, secret, recoveryCodes: recoveryCodes ?? [] };
};

test('a second factor is in force once a code of it was confirmed', async () => {
  const { email, viewer } = await users.aCustomer();
  expect(codesOf(await users.mutate(ENROLL, { password: 'wrong-password-here' }, viewer))).toEqual(['CREDENTIALS_INVALID']);
  const { secret, uri } = await users.mutate(ENROLL, { password: PASSWORD }, viewer);
  expect(uri).toContain(`secret=${secret}`);
  expect(codesOf(await users.mutate(CONFIRM, { code: '000000' }, viewer))).toEqual(['MFA_CODE_INVALID']);
  expect((await signIn(email)).tokens).not.toBeNull();
  const confirmed = await users.mutate(CONFIRM, { code: codeOf(secret) }, viewer);
  expect(confirmed.user?.mfaEnabled).toBe(true);
  expect(confirmed.recoveryCodes).toHaveLength(10);
  expect(codesOf(await signIn(email))).toEqual(['MFA_REQUIRED']);
  expect(codesOf(await users.mutate(ENROLL, { password: PASSWORD }, viewer))).toEqual(['CONFLICT']);
});

test('a one-time password works once, however many try it at the same moment', async () => {
  const { email, secret } = await aCautiousCustomer();
  expect(codesOf(await signIn(email, codeOf(secret)))).toEqual(['MFA_CODE_INVALID']);
  const next = codeOf(secret, 30_000);
  const answers = await Promise.all(Array.from({ length: 6 }, () => signIn(email, next)));
  expect(answers.filter((answer) => answer.tokens)).toHaveLength(1);
});

test('a recovery code works once, however many try it at the same moment', async () => {
  const { email, recoveryCodes } = await aCautiousCustomer();
  const answers = await Promise.all(Array.from({ length: 6 }, () => signIn(email, recoveryCodes[3])));
  expect(answers.filter((answer) => answer.tokens)).toHaveLength(1);
  expect((await signIn(email, recoveryCodes[4]?.toUpperCase())).tokens).not.toBeNull();
});

test('recovery codes and secrets are not in the database as they are', async () => {
  const { secret, recoveryCodes } = await aCautiousCustomer();
  const { rows } = await users.sql.query('select mfa.secret, r.hash from mfa join recovery_codes r using (user_id)');
  const text = JSON.stringify(rows);
  for (const known of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))])
    expect(text).not.toContain(known);
});

test('switching the second factor off takes the password and a code', async () => {
  const { email, viewer, recoveryCodes } = await aCautiousCustomer();
  expect(codesOf(await users.mutate(DISABLE, { password: PASSWORD, code: '000000' }, viewer))).toEqual(['MFA_CODE_INVALID']);
  expect((await users.mutate(DISABLE, { password: PASSWORD, code: recoveryCodes[0] }, viewer)).user?.mfaEnabled).toBe(false);
  expect((await signIn(email)).tokens).not.toBeNull();
});

test('B08: changing the password ends all sessions at once and gives fresh tokens', async () => {
  const { email, tokens, viewer } = await users.aCustomer();
  const other = (await signIn(email)).tokens;
  const newPassword = 'a-brand-new-password';
  expect(codesOf(await users.mutate(CHANGE, { input: { currentPassword: 'wrong-password-here', newPassword } }, viewer))).toEqual([
    'CREDENTIALS_INVALID',
  ]);
  expect(codesOf(await users.mutate(CHANGE, { input: { currentPassword: PASSWORD, newPassword: 'password1234' } }, viewer))).toEqual([
    'PASSWORD_TOO_WEAK',
  ]);
  const changed = await users.mutate(CHANGE, { input: { currentPassword: PASSWORD, newPassword } }, viewer);
  expect(await users.revoked(viewer.sessionId)).toBe(true);
  for (const old of [tokens, other]) expect((await refresh(old?.refreshToken)).tokens).toBeNull();
  expect((await refresh(changed.tokens?.refreshToken)).tokens).not.toBeNull();
  expect((await signIn(email, undefined, newPassword)).tokens).not.toBeNull();
});

test('C13: an address changes with the password and a link to the new one, and the old one is told', async () => {
  const { email, viewer } = await users.aCustomer();
  const newEmail = `${randomUUID()}@example.com`;
  expect(codesOf(await users.mutate(ASK_EMAIL, { input: { newEmail, password: 'wrong-password-here' } }, viewer))).toEqual([
    'CREDENTIALS_INVALID',
  ]);
  expect((await users.mutate(ASK_EMAIL, { input: { newEmail, password: PASSWORD } }, viewer)).accepted).toBe(true);
  expect(await users.mail(email, /(is to be changed)/)).toBeTruthy();
  const token = await users.mail(newEmail, CONFIRM_LINK);
  expect((await users.mutate(CONFIRM_EMAIL, { token })).user).toEqual({ email: newEmail, emailVerified: true });
  expect(codesOf(await users.mutate(CONFIRM_EMAIL, { token }))).toEqual(['TOKEN_INVALID']);
  expect(await users.mail(email, /(e-mail address was changed)/)).toBeTruthy();
  expect((await signIn(newEmail)).tokens).not.toBeNull();
  expect((await signIn(email)).tokens).toBeNull();
});

test('C13: an address that two accounts ask for becomes one’s', async () => {
  const [ada, eve] = [await users.aCustomer(), await users.aCustomer()];
  const newEmail = `${randomUUID()}@example.com`;
  const links: string[] = [];
  for (const { viewer } of [ada, eve]) {
    await users.mutate(ASK_EMAIL, { input: { newEmail, password: PASSWORD } }, viewer);
    links.push(await users.mail(newEmail, new RegExp(`confirm-email\\?change=((?!${links[0]})[\\w.~-]{20,})`)));
  }
  const answers = await Promise.all(links.map((token) => users.mutate(CONFIRM_EMAIL, { token })));
  expect(answers.flatMap(codesOf)).toEqual(['ALREADY_EXISTS']);
});

test('C04: asking for a taken address looks alike, and its owner is told', async () => {
  const [ada, eve] = [await users.aCustomer(), await users.aCustomer()];
  expect((await users.mutate(ASK_EMAIL, { input: { newEmail: ada.email, password: PASSWORD } }, eve.viewer)).accepted).toBe(true);
  expect(await users.mail(ada.email, /(You already have an account)/)).toBeTruthy();
});

test('B12: a session on another device can be ended, a stranger’s cannot', async () => {
  const [ada, eve] = [await users.aCustomer(), await users.aCustomer()];
  const lost = await signIn(ada.email);
  const lostSession: Person = users.personOf(String(lost.tokens?.accessToken));
  expect(codesOf(await users.mutate(REVOKE, { id: lostSession.sessionId }, eve.viewer))).toEqual(['NOT_FOUND']);
  expect((await users.mutate(REVOKE, { id: lostSession.sessionId }, ada.viewer)).deletedId).toBe(lostSession.sessionId);
  expect(await users.revoked(lostSession.sessionId)).toBe(true);
  expect((await refresh(lost.tokens?.refreshToken)).tokens).toBeNull();
  expect((await refresh(ada.tokens.refreshToken)).tokens).not.toBeNull();
});
