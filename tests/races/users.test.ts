import { decodeProtectedHeader } from 'jose';
import { TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import type { Person, Viewer } from '../../kernel/viewer.ts';
import { signingKeysRotate } from '../../subgraphs/users/keys/signingKey.ts';
import { adapters } from '../../subgraphs/users/start.ts';
import {
  aBrowser,
  anAddress,
  codesOf,
  PASSWORD,
  type Payload,
  REFRESH,
  SIGN_IN,
  SIGN_UP,
  VERIFY,
} from '../stores/users.world.ts';
import { ask, bearer } from '../support/client.ts';
import { severalUsersServices, type UsersServices } from './users.world.ts';

let users: UsersServices;
beforeAll(async () => {
  users = await severalUsersServices();
});
afterAll(() => users?.stop());

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
const SET_ROLE =
  'mutation ($input: UserRoleSetInput!) { userRoleSet(input: $input) { user { role } userErrors { code field } } }';
const CODE = /(?:^|[^0-9A-Za-z])([0-9]{6})(?:[^0-9A-Za-z]|$)/m;

const newAddress = () => `${crypto.randomUUID()}@example.com`;
const together = <T>(count: number, one: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => one(i)));
const refresh = (token: string | undefined) => users.mutate(REFRESH, { token });
const signIn = (email: string, mfaCode?: string) =>
  users.mutate(SIGN_IN, { input: { email, password: PASSWORD, mfaCode } });
const signedIn = (answers: readonly Payload[]) => answers.filter(({ tokens }) => tokens !== null);
const count = async (sql: string, ...values: string[]) =>
  Number((await users.sql.query(sql, values)).rows[0].count);

test('B10: tabs that refresh at the same moment get the same successor, and the session goes on', async () => {
  const { tokens } = await users.aCustomer();
  const answers = await together(8, () => refresh(tokens.refreshToken));
  expect(answers.flatMap(codesOf)).toEqual([]);
  const successors = new Set(answers.map((answer) => answer.tokens?.refreshToken));
  expect(successors.size).toBe(1);
  expect((await refresh([...successors][0])).tokens).not.toBeNull();
});

test('B10: an old refresh token that returns many times at once ends the family once', async () => {
  const { email, tokens, viewer } = await users.aCustomer();
  const second = await refresh(tokens.refreshToken);
  const third = await refresh(second.tokens?.refreshToken);
  const answers = await together(6, () => refresh(tokens.refreshToken));
  expect(signedIn(answers)).toEqual([]);
  expect(answers.flatMap(codesOf)).toContain('REFRESH_TOKEN_REUSED');
  expect(codesOf(await refresh(third.tokens?.refreshToken))).toEqual(['TOKEN_INVALID']);
  expect(await users.mail(email, /(We ended one of your sessions)/)).toBeTruthy();
  expect(
    await count(
      "select count(*) from security_events where user_id = $1 and kind = 'REFRESH_TOKEN_REUSED'",
      viewer.userId,
    ),
  ).toBe(1);
});

test('C05: many guesses at once are five: then the code is dead, the right one too', async () => {
  const email = newAddress();
  await users.mutate(SIGN_UP, { input: { email, password: PASSWORD } });
  const code = await users.mail(email, CODE);
  const wrong = code === '000000' ? '000001' : '000000';
  const guesses = await together(12, () => users.mutate(VERIFY, { input: { email, code: wrong } }));
  expect(guesses.map((payload) => codesOf(payload)[0])).toEqual(Array(12).fill('TOKEN_INVALID'));
  expect(codesOf(await users.mutate(VERIFY, { input: { email, code } }))).toEqual(['TOKEN_INVALID']);
  expect(
    await count(
      'select attempts as count from challenges c join users u on u.id = c.user_id where email = $1',
      email,
    ),
  ).toBe(5);
});

test('C05: a right code that is sent many times at once signs in once', async () => {
  const email = newAddress();
  await users.mutate(SIGN_UP, { input: { email, password: PASSWORD } });
  const code = await users.mail(email, CODE);
  expect(signedIn(await together(4, () => users.mutate(VERIFY, { input: { email, code } })))).toHaveLength(1);
});

test('C06: a reset token that is used many times at once sets one password', async () => {
  const { email } = await users.aCustomer();
  await users.mutate(ASK_RESET, { email });
  const token = await users.mail(email, /reset-password\?token=([\w.~-]{20,})/);
  const passwords = Array.from({ length: 4 }, (_, i) => `a-brand-new-password-${i}`);
  const answers = await Promise.all(
    passwords.map((newPassword) => users.mutate(RESET, { input: { token, newPassword } })),
  );
  expect(answers.map(({ accepted }) => accepted).sort()).toEqual([false, false, false, true]);
  expect(answers.flatMap(codesOf)).toEqual(Array(3).fill('TOKEN_INVALID'));
  const tries = [];
  for (const password of passwords) tries.push(await users.mutate(SIGN_IN, { input: { email, password } }));
  expect(tries.map(({ tokens }) => tokens !== null)).toEqual(answers.map(({ accepted }) => accepted));
});

test('C13: an address that two accounts confirm at the same moment becomes one’s', async () => {
  const [ada, eve] = [await users.aCustomer(), await users.aCustomer()];
  const newEmail = newAddress();
  const links: string[] = [];
  for (const { viewer } of [ada, eve]) {
    await users.mutate(ASK_EMAIL, { input: { newEmail, password: PASSWORD } }, viewer);
    links.push(
      await users.mail(newEmail, new RegExp(`confirm-email\\?change=((?!${links[0]})[\\w.~-]{20,})`)),
    );
  }
  const answers = await Promise.all(links.map((token) => users.mutate(CONFIRM_EMAIL, { token })));
  expect(answers.flatMap(codesOf)).toEqual(['ALREADY_EXISTS']);
});

test('a one-time password and a recovery code work once, however many try them at the same moment', async () => {
  const { email, viewer } = await users.aCustomer();
  const { secret } = await users.mutate(ENROLL, { password: PASSWORD }, viewer);
  const at = Date.now();
  const codeAt = (timestamp: number) => new TOTP({ secret: String(secret) }).generate({ timestamp });
  const { recoveryCodes } = await users.mutate(CONFIRM, { code: codeAt(at) }, viewer);
  expect(codesOf(await signIn(email, codeAt(at)))).toEqual(['MFA_CODE_INVALID']);
  expect(signedIn(await together(4, () => signIn(email, codeAt(at + 30_000))))).toHaveLength(1);
  expect(signedIn(await together(4, () => signIn(email, recoveryCodes?.[3])))).toHaveLength(1);
  expect((await signIn(email, recoveryCodes?.[4]?.toUpperCase())).tokens).not.toBeNull();
});

const aNetwork = (): string => anAddress().replace(/\.\d+$/, '');
const from = (ip: string, userAgent = 'curl'): Viewer => ({ kind: 'guest', origin: { ip, userAgent } });
const guess = (email: string, ip: string, password = 'wrong-password-here') =>
  users.send<{ signIn: Payload }>(SIGN_IN, { input: { email, password } }, from(ip));
const isLimited = (answer: { errors: readonly { extensions: { code: string } }[] }): boolean =>
  answer.errors[0]?.extensions.code === 'RATE_LIMITED';
/** Guesses at once, then one after the other until one is refused; how many were looked at. A slow machine answers some too late. */
const burst = async (email: string, ipOf: () => string): Promise<number> => {
  const answers = await together(14, () => guess(email, ipOf()));
  while (answers.length < 42 && !answers.some(isLimited)) answers.push(await guess(email, ipOf()));
  expect(answers.some(isLimited)).toBe(true);
  return answers.filter(({ data }) => data !== null).length;
};

test('C01: of many wrong passwords at once, from one address or from many, ten are looked at, and the owner still signs in', async () => {
  const [ada, bob] = [await users.aCustomer(), await users.aCustomer()];
  const ip = `${aNetwork()}.1`;
  expect(await burst(ada.email, () => ip)).toBeLessThanOrEqual(10);
  expect(await burst(bob.email, () => `${aNetwork()}.1`)).toBeLessThanOrEqual(10);
  expect(isLimited(await guess(bob.email, `${aNetwork()}.1`, PASSWORD))).toBe(true);
  const owner = from(aBrowser.ip, aBrowser.userAgent);
  expect(
    (await users.mutate(SIGN_IN, { input: { email: bob.email, password: PASSWORD } }, owner)).tokens,
  ).not.toBeNull();
});

test('two admins who demote each other at the same moment leave one', async () => {
  const admins = await together(2, async () => (await users.aCustomer()).viewer);
  for (const { userId } of admins)
    await users.sql.query("update users set role = 'ADMIN' where id = $1", [userId]);
  const [one, other] = admins.map((viewer): Person => ({ ...viewer, role: 'ADMIN' })) as [Person, Person];
  const demote = (who: Person, whom: Person) =>
    users.mutate(SET_ROLE, { input: { userId: whom.userId, role: 'CUSTOMER' } }, who);
  const answers = await Promise.allSettled([demote(one, other), demote(other, one)]);
  expect(answers.filter((answer) => answer.status === 'fulfilled' && answer.value.user)).toHaveLength(1);
  expect(await count("select count(*) from users where role = 'ADMIN'")).toBe(1);
});

const MINUTE_MS = 60_000;
const ME = '{ me { email } }';
const kidOf = (accessToken: string): string => decodeProtectedHeader(accessToken).kid ?? '';

/** What an operator's command does, `times` at once. */
const rotateKeys = async (times: number): Promise<void> => {
  const { ports, resources } = await adapters(users.env, createLog('users'));
  await together(times, () => signingKeysRotate(ports)(true));
  for (const resource of resources) await resource.close();
};
const publishedKeys = async (): Promise<string[]> => {
  const { keys } = (await (await fetch(`${users.urls[1]}/.well-known/jwks.json`)).json()) as {
    keys: { kid: string }[];
  };
  return keys.map(({ kid }) => kid);
};

/** Somebody who goes on using the shop through the router; what fails is kept. */
const aVisitor = async (failures: string[]) => {
  const { email, tokens } = await users.aCustomer();
  let { accessToken, refreshToken } = tokens;
  const look = async (): Promise<void> => {
    const { status, data, text } = await ask<{ me: { email: string } | null }>(
      users.routerUrl,
      ME,
      {},
      bearer(accessToken),
    );
    if (status !== 200 || data?.me?.email !== email) failures.push(text);
  };
  const renew = async (): Promise<void> => {
    const { data, text } = await ask<{ sessionRefresh: Payload }>(users.routerUrl, REFRESH, {
      token: refreshToken,
    });
    if (!data?.sessionRefresh.tokens) return void failures.push(text);
    ({ accessToken, refreshToken } = data.sessionRefresh.tokens);
  };
  return { look, renew, accessToken: () => accessToken };
};

test('B09: keys are rotated under load through the router, by several operators at once, and no request fails', async () => {
  const failures: string[] = [];
  const visitors = await together(3, () => aVisitor(failures));
  const signers = new Set<string>();
  const load = () =>
    Promise.all(
      visitors.map(async ({ look, renew, accessToken }) => {
        for (let i = 0; i < 4; i++) {
          await renew();
          await look();
          signers.add(kidOf(accessToken()));
        }
      }),
    );
  const [oldest] = visitors.map(({ accessToken }) => accessToken());
  await Promise.all([load(), rotateKeys(3)]);
  expect(await publishedKeys()).toHaveLength(2);
  for (const minutes of [2, 5, 9.5, 10.5, 13, 17, 24, 26]) {
    await users.turn(minutes * MINUTE_MS);
    if ([2, 13].includes(minutes)) await Promise.all(visitors.map(({ look }) => look()));
    await load();
  }
  expect(failures).toEqual([]);
  expect(signers.size).toBe(2);
  expect(await publishedKeys()).toEqual([kidOf(visitors[0]?.accessToken() ?? '')]);
  expect((await ask(users.routerUrl, ME, {}, bearer(oldest ?? ''))).errors[0]?.extensions.code).toBe(
    'UNAUTHENTICATED',
  );
  await users.turn(0);
});
