import { randomUUID } from 'node:crypto';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../kernel/viewer.ts';
import {
  aUsersService,
  codesOf,
  PASSWORD,
  REFRESH,
  SIGN_IN,
  SIGN_UP,
  type UsersService,
  VERIFY,
} from './users.world.ts';

let users: UsersService;
beforeAll(async () => {
  users = await aUsersService(2);
});
afterAll(() => users.stop());

const ENROLL =
  'mutation ($password: String!) { mfaEnroll(password: $password) { secret uri userErrors { code field } } }';
const CONFIRM =
  'mutation ($code: String!) { mfaConfirm(code: $code) { user { mfaEnabled } recoveryCodes userErrors { code field } } }';
const DISABLE =
  'mutation ($password: String!, $code: String!) { mfaDisable(password: $password, code: $code) { user { mfaEnabled } userErrors { code field } } }';
const CHANGE =
  'mutation ($input: PasswordChangeInput!) { passwordChange(input: $input) { tokens { accessToken refreshToken } user { id } userErrors { code field } } }';
const ASK_EMAIL =
  'mutation ($input: EmailChangeRequestInput!) { emailChangeRequest(input: $input) { accepted userErrors { code field } } }';
const CONFIRM_EMAIL =
  'mutation ($token: String!) { emailChangeConfirm(token: $token) { user { email emailVerified } userErrors { code field } } }';
const REVOKE = 'mutation ($id: ID!) { sessionRevoke(id: $id) { deletedId userErrors { code field } } }';
const ASK_RESET =
  'mutation ($email: String!) { passwordResetRequest(email: $email) { accepted userErrors { code field } } }';
const RESET =
  'mutation ($input: PasswordResetInput!) { passwordReset(input: $input) { accepted userErrors { code field } } }';
const RESET_LINK = /reset-password\?token=([\w.~-]{20,})/;
const CONFIRM_LINK = /confirm-email\?change=([\w.~-]{20,})/;

const signIn = (email: string, mfaCode?: string, password = PASSWORD) =>
  users.mutate(SIGN_IN, { input: { email, password, mfaCode } });
const refresh = (token: string | undefined) => users.mutate(REFRESH, { token });
const codeOf = (secret: string | null, at = Date.now()) =>
  new TOTP({ secret: String(secret) }).generate({ timestamp: at });

const resetPassword = async (email: string, newPassword: string): Promise<void> => {
  await users.mutate(ASK_RESET, { email });
  const token = await users.mail(email, RESET_LINK);
  expect((await users.mutate(RESET, { input: { token, newPassword } })).accepted).toBe(true);
};

/** Somebody with a second factor in force, and when the code was made that proved it. */
const aCautiousCustomer = async () => {
  const customer = await users.aCustomer();
  const { secret } = await users.mutate(ENROLL, { password: PASSWORD }, customer.viewer);
  const confirmedAt = Date.now();
  const { recoveryCodes } = await users.mutate(
    CONFIRM,
    { code: codeOf(secret, confirmedAt) },
    customer.viewer,
  );
  return { ...customer, secret, confirmedAt, recoveryCodes: recoveryCodes ?? [] };
};

test('a second factor is in force once a code of it was confirmed', async () => {
  const { email, viewer } = await users.aCustomer();
  expect(codesOf(await users.mutate(ENROLL, { password: 'wrong-password-here' }, viewer))).toEqual([
    'CREDENTIALS_INVALID',
  ]);
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

test('C13: turning the second factor on ends the sessions that began without it, and keeps the one that did it', async () => {
  const { email, tokens, viewer } = await users.aCustomer();
  const other = (await signIn(email)).tokens;
  const otherSession = users.personOf(String(other?.accessToken)).sessionId;
  const { secret } = await users.mutate(ENROLL, { password: PASSWORD }, viewer);
  expect(await users.revoked(otherSession), 'an enrollment that is not confirmed ends nothing').toBe(false);
  await users.mutate(CONFIRM, { code: codeOf(secret) }, viewer);
  expect(codesOf(await refresh(other?.refreshToken))).toEqual(['TOKEN_INVALID']);
  expect(await users.revoked(otherSession)).toBe(true);
  expect(await users.revoked(viewer.sessionId)).toBe(false);
  expect((await refresh(tokens.refreshToken)).tokens).not.toBeNull();
});

test('recovery codes and secrets are not in the database as they are', async () => {
  const { secret, recoveryCodes } = await aCautiousCustomer();
  const { rows } = await users.sql.query(
    'select mfa.secret, r.hash from mfa join recovery_codes r using (user_id)',
  );
  const text = JSON.stringify(rows);
  for (const known of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))])
    expect(text).not.toContain(known);
});

test('switching the second factor off takes the password and a code', async () => {
  const { email, viewer, recoveryCodes } = await aCautiousCustomer();
  expect(codesOf(await users.mutate(DISABLE, { password: PASSWORD, code: '000000' }, viewer))).toEqual([
    'MFA_CODE_INVALID',
  ]);
  expect(
    (await users.mutate(DISABLE, { password: PASSWORD, code: recoveryCodes[0] }, viewer)).user?.mfaEnabled,
  ).toBe(false);
  expect((await signIn(email)).tokens).not.toBeNull();
});

test('B08: changing the password ends all sessions at once and gives fresh tokens', async () => {
  const { email, tokens, viewer } = await users.aCustomer();
  const other = (await signIn(email)).tokens;
  const newPassword = 'a-brand-new-password';
  expect(
    codesOf(
      await users.mutate(CHANGE, { input: { currentPassword: 'wrong-password-here', newPassword } }, viewer),
    ),
  ).toEqual(['CREDENTIALS_INVALID']);
  expect(
    codesOf(
      await users.mutate(
        CHANGE,
        { input: { currentPassword: PASSWORD, newPassword: 'password1234' } },
        viewer,
      ),
    ),
  ).toEqual(['PASSWORD_TOO_WEAK']);
  const changed = await users.mutate(CHANGE, { input: { currentPassword: PASSWORD, newPassword } }, viewer);
  expect(await users.revoked(viewer.sessionId)).toBe(true);
  for (const old of [tokens, other]) expect((await refresh(old?.refreshToken)).tokens).toBeNull();
  expect((await refresh(changed.tokens?.refreshToken)).tokens).not.toBeNull();
  expect((await signIn(email, undefined, newPassword)).tokens).not.toBeNull();
});

test('C13: an address changes with the password and a link to the new one, and the old one is told', async () => {
  const { email, viewer } = await users.aCustomer();
  const newEmail = `${randomUUID()}@example.com`;
  expect(
    codesOf(await users.mutate(ASK_EMAIL, { input: { newEmail, password: 'wrong-password-here' } }, viewer)),
  ).toEqual(['CREDENTIALS_INVALID']);
  expect((await users.mutate(ASK_EMAIL, { input: { newEmail, password: PASSWORD } }, viewer)).accepted).toBe(
    true,
  );
  expect(await users.mail(email, /(is about to change)/)).toBeTruthy();
  const token = await users.mail(newEmail, CONFIRM_LINK);
  expect((await users.mutate(CONFIRM_EMAIL, { token })).user).toEqual({
    email: newEmail,
    emailVerified: true,
  });
  expect(codesOf(await users.mutate(CONFIRM_EMAIL, { token }))).toEqual(['TOKEN_INVALID']);
  expect(await users.mail(email, /(e-mail address was changed)/)).toBeTruthy();
  expect((await signIn(newEmail)).tokens).not.toBeNull();
  expect((await signIn(email)).tokens).toBeNull();
});

test('C04: asking for a taken address looks alike, and its owner is told', async () => {
  const [ada, eve] = [await users.aCustomer(), await users.aCustomer()];
  expect(
    (await users.mutate(ASK_EMAIL, { input: { newEmail: ada.email, password: PASSWORD } }, eve.viewer))
      .accepted,
  ).toBe(true);
  expect(await users.mail(ada.email, /(You already have an account)/)).toBeTruthy();
});

test('B12: a session on another device can be ended, a stranger’s cannot', async () => {
  const [ada, eve] = [await users.aCustomer(), await users.aCustomer()];
  const lost = await signIn(ada.email);
  const lostSession: Person = users.personOf(String(lost.tokens?.accessToken));
  expect(codesOf(await users.mutate(REVOKE, { id: lostSession.sessionId }, eve.viewer))).toEqual([
    'NOT_FOUND',
  ]);
  expect((await users.mutate(REVOKE, { id: lostSession.sessionId }, ada.viewer)).deletedId).toBe(
    lostSession.sessionId,
  );
  expect(await users.revoked(lostSession.sessionId)).toBe(true);
  expect((await refresh(lost.tokens?.refreshToken)).tokens).toBeNull();
  expect((await refresh(ada.tokens.refreshToken)).tokens).not.toBeNull();
});

test.each([
  [
    'a new password',
    "update credentials set password_hash = 'another', changed_at = now() + interval '1 second' where user_id = $1",
    'CREDENTIALS_INVALID',
  ],
  ['a suspension', "update users set status = 'SUSPENDED' where id = $1", 'ACCOUNT_SUSPENDED'],
  ['the end of the account', 'delete from users where id = $1', 'CREDENTIALS_INVALID'],
])('B08: %s while a sign-in is under way leaves no session behind', async (_, change, code) => {
  const { email, viewer } = await users.aCustomer();
  expect(codesOf(await users.meanwhile(viewer.userId, change, () => signIn(email)))).toEqual([code]);
  const { rows } = await users.sql.query('select id from sessions where user_id = $1 and id <> $2', [
    viewer.userId,
    viewer.sessionId,
  ]);
  expect(rows).toEqual([]);
});

test('of two who change a password at the same moment, the one that came later no longer knows it', async () => {
  const { viewer } = await users.aCustomer();
  const change = "update credentials set changed_at = now() + interval '1 second' where user_id = $1";
  const late = { input: { currentPassword: PASSWORD, newPassword: 'a-brand-new-password' } };
  expect(
    codesOf(await users.meanwhile(viewer.userId, change, () => users.mutate(CHANGE, late, viewer))),
  ).toEqual(['CREDENTIALS_INVALID']);
});

test.each(['changed', 'reset'])(
  'C13: a password that was %s ends a change of address that somebody else had begun with the old one',
  async (how) => {
    const { email, viewer } = await users.aCustomer();
    const newEmail = `${randomUUID()}@example.com`;
    await users.mutate(ASK_EMAIL, { input: { newEmail, password: PASSWORD } }, viewer);
    const token = await users.mail(newEmail, CONFIRM_LINK);
    const newPassword = 'a-brand-new-password';
    if (how === 'changed')
      await users.mutate(CHANGE, { input: { currentPassword: PASSWORD, newPassword } }, viewer);
    else await resetPassword(email, newPassword);
    expect(codesOf(await users.mutate(CONFIRM_EMAIL, { token }))).toEqual(['TOKEN_INVALID']);
    expect((await signIn(email, undefined, newPassword)).tokens).not.toBeNull();
  },
);

test('a reset ends the mails of sign-ups: none of them brings its password back', async () => {
  const email = `${randomUUID()}@example.com`;
  await users.mutate(SIGN_UP, { input: { email, password: 'somebody-elses-secret-7' } });
  const token = await users.mail(email, /[?&#]verification=([\w.~-]{20,})/);
  await resetPassword(email, 'a-brand-new-password');
  expect(codesOf(await users.mutate(VERIFY, { input: { token } }))).toEqual(['TOKEN_INVALID']);
  expect((await signIn(email, undefined, 'a-brand-new-password')).tokens).not.toBeNull();
});
