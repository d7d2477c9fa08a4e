import { hash } from 'argon2';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { accessTokens } from '../../router/http/auth.ts';
import { remoteKeys } from '../../router/http/jwks.http.ts';
import { guessing } from '../../scripts/test/secrets.ts';
import { ask, bearer } from '../support/client.ts';
import {
  aUsersService,
  codesOf,
  PASSWORD,
  type Payload,
  REFRESH,
  SIGN_IN,
  SIGN_UP,
  type UsersService,
  VERIFY,
} from './users.world.ts';

let users: UsersService;
beforeAll(async () => {
  users = await aUsersService(1, { LIMIT_SIGN_IN_PER_ACCOUNT: '100000' });
});
afterAll(() => users.stop());

const ENROLL =
  'mutation ($password: String!) { mfaEnroll(password: $password) { secret userErrors { code field } } }';
const CONFIRM =
  'mutation ($code: String!) { mfaConfirm(code: $code) { recoveryCodes userErrors { code field } } }';
const ASK_RESET =
  'mutation ($email: String!) { passwordResetRequest(email: $email) { accepted userErrors { code field } } }';
const RESET =
  'mutation ($input: PasswordResetInput!) { passwordReset(input: $input) { accepted userErrors { code field } } }';
const ASK_EMAIL =
  'mutation ($input: EmailChangeRequestInput!) { emailChangeRequest(input: $input) { accepted userErrors { code field } } }';
const CONFIRM_EMAIL =
  'mutation ($token: String!) { emailChangeConfirm(token: $token) { user { email } userErrors { code field } } }';
const newAddress = () => `${crypto.randomUUID()}@example.com`;

/** People of whom the database holds something of every kind: sessions, a second factor, and each sort of mailed link. */
const everyKind = async () => {
  const [ada, cautious] = [await users.aCustomer(), await users.aCustomer()];
  const [waiting, next] = [newAddress(), newAddress()];
  const { secret } = await users.mutate(ENROLL, { password: PASSWORD }, cautious.viewer);
  const code = new TOTP({ secret: String(secret) }).generate();
  const { recoveryCodes } = await users.mutate(CONFIRM, { code }, cautious.viewer);
  await users.mutate(ASK_RESET, { email: ada.email });
  await users.mutate(ASK_EMAIL, { input: { newEmail: next, password: PASSWORD } }, ada.viewer);
  await users.mutate(SIGN_UP, { input: { email: waiting, password: PASSWORD } });
  return {
    ada,
    cautious,
    waiting,
    recoveryCode: recoveryCodes?.[0],
    verification: await users.mail(waiting, /(?:^|[^0-9A-Za-z])([0-9]{6})(?:[^0-9A-Za-z]|$)/m),
    reset: await users.mail(ada.email, /reset-password\?token=([\w.~-]{20,})/),
    change: await users.mail(next, /confirm-email\?change=([\w.~-]{20,})/),
  };
};

const leaves = (value: unknown): string[] => {
  if (value === null || value === undefined || typeof value === 'boolean') return [];
  if (typeof value === 'object') return Object.values(value).flatMap(leaves);
  return [String(value)];
};

/** Every value of every table, jobs and migrations too. */
const dump = async (): Promise<string[]> => {
  const tables = await users.sql.query(
    "select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')",
  );
  const values = new Set<string>();
  for (const { name } of tables.rows)
    for (const { row } of (await users.sql.query(`select to_jsonb(t) as row from ${name} t`)).rows)
      for (const leaf of leaves(row)) values.add(leaf);
  return [...values];
};

/** Of a recovery code the hexadecimal digits count, which are sixteen; each try of one takes a whole hash. */
const mayBeCode = (value: string): boolean =>
  /^\d{6}$/.test(value) || value.toLowerCase().replace(/[^0-9a-f]/g, '').length === 16;

/** Tries so many at a time, since some of it takes a hash. */
const withEach = async (
  values: readonly string[],
  attempt: (value: string) => Promise<boolean>,
): Promise<string[]> => {
  const worked: string[] = [];
  const left = [...values];
  const lane = async (): Promise<void> => {
    for (let value = left.pop(); value !== undefined; value = left.pop())
      if (await attempt(value)) worked.push(value);
  };
  await Promise.all(Array.from({ length: 4 }, lane));
  return worked;
};

test('B13: whoever has a dump of the database gets in with nothing of it, whatever they take it for', async () => {
  const people = await everyKind();
  const { email } = people.ada;
  const values = await dump();
  expect(values).toEqual(
    expect.arrayContaining([email, people.ada.viewer.userId, people.ada.viewer.sessionId]),
  );
  const readAccess = accessTokens(
    remoteKeys(`${users.urls[0]}/.well-known/jwks.json`, createLog('router')),
    users.env.PUBLIC_URL,
  );
  const signsIn = async (query: string, variables: object) =>
    (await users.mutate(query, variables)).tokens !== null;
  const opens: Readonly<Record<string, (value: string) => Promise<boolean>>> = {
    password: (password) => signsIn(SIGN_IN, { input: { email, password } }),
    'one-time password': (mfaCode) =>
      signsIn(SIGN_IN, { input: { email: people.cautious.email, password: PASSWORD, mfaCode } }),
    'refresh token': (token) => signsIn(REFRESH, { token }),
    'verification token': (token) => signsIn(VERIFY, { input: { token } }),
    'verification code': async (code) => {
      await users.sql.query('update challenges set attempts = 0 where used_at is null');
      return signsIn(VERIFY, { input: { email: people.waiting, code } });
    },
    'reset token': async (token) =>
      (await users.mutate(RESET, { input: { token, newPassword: 'a-brand-new-password' } })).accepted,
    'change of address': async (token) => (await users.mutate(CONFIRM_EMAIL, { token })).user !== null,
    'access token': (value) =>
      readAccess([`Bearer ${value}`]).then(
        () => true,
        () => false,
      ),
    'token of a service': async (value) =>
      /^[\x21-\x7e]+$/.test(value) &&
      (await ask(users.urls[0] ?? '', '{ me { id } }', {}, bearer(value))).status !== 401,
  };
  const cheap = await hash(PASSWORD, { memoryCost: 1024, timeCost: 2 });
  await users.sql.query('update credentials set password_hash = $2 where user_id = $1', [
    people.ada.viewer.userId,
    cheap,
  ]);
  for (const [kind, attempt] of Object.entries(opens)) {
    const tried = values.filter(
      (value) => value !== '' && value.length <= 4_000 && (kind !== 'one-time password' || mayBeCode(value)),
    );
    expect(tried.length, kind).toBeGreaterThan(kind === 'one-time password' ? 0 : 100);
    expect(await guessing(() => withEach(tried, attempt)), kind).toEqual([]);
  }
  const { ada, cautious, recoveryCode: mfaCode, change: token } = people;
  await users.sql.query('update challenges set attempts = 0 where used_at is null');
  const rightful: Payload[] = [
    await users.mutate(SIGN_IN, { input: { email, password: PASSWORD } }),
    await users.mutate(SIGN_IN, { input: { email: cautious.email, password: PASSWORD, mfaCode } }),
    await users.mutate(REFRESH, { token: ada.tokens.refreshToken }),
    await users.mutate(VERIFY, { input: { email: people.waiting, code: people.verification } }),
    await users.mutate(RESET, { input: { token: people.reset, newPassword: 'a-brand-new-password' } }),
  ];
  expect(rightful.flatMap(codesOf)).toEqual([]);
  expect(await readAccess([`Bearer ${ada.tokens.accessToken}`])).toMatchObject({ userId: ada.viewer.userId });
  expect(codesOf(await users.mutate(CONFIRM_EMAIL, { token }))).toEqual(['TOKEN_INVALID']);
}, 90_000);
