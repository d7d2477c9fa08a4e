import { createHash } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, until } from '../support/client.ts';
import {
  aBrowser,
  aUsersService,
  codesOf,
  PASSWORD,
  type Payload,
  REFRESH,
  SIGN_IN,
  type UsersService,
  type UserView,
} from './users.world.ts';

let users: UsersService;
beforeAll(async () => {
  users = await aUsersService(2);
});
afterAll(() => users.stop());

const DAY_MS = 86_400_000;
const ME = '{ me { id email role addresses { id } sessions { id current ip userAgent } } }';
const signIn = (email: string, password = PASSWORD) => users.mutate(SIGN_IN, { input: { email, password } });
const refresh = (token: string | undefined) => users.mutate(REFRESH, { token });

test('the signed-in person sees the account and where it is signed in; a guest sees nobody', async () => {
  const { email, viewer } = await users.aCustomer();
  const { data } = await users.send<{ me: UserView }>(ME, {}, viewer);
  expect(data?.me).toMatchObject({ email, role: 'CUSTOMER', addresses: [] });
  expect(data?.me.sessions).toEqual([{ id: viewer.sessionId, current: true, ...aBrowser }]);
  expect((await users.send(ME)).data).toEqual({ me: null });
});

test('an access token is an at+jwt that the published keys verify, for five minutes', async () => {
  const { tokens, viewer } = await users.aCustomer();
  const keys = (await (await fetch(`${users.urls[1]}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
  const rules = { issuer: 'http://shop.example', audience: 'plexus', typ: 'at+jwt', algorithms: ['EdDSA'] };
  const { payload } = await jwtVerify(tokens.accessToken, createLocalJWKSet(keys), rules);
  expect(payload).toMatchObject({
    sub: viewer.userId,
    sid: viewer.sessionId,
    role: 'CUSTOMER',
    jti: expect.any(String),
  });
  expect(Number(payload.exp) - Number(payload.iat)).toBe(300);
  expect(JSON.stringify(keys)).not.toContain('"d"');
});

test('B10: the return of an old refresh token ends the family, tells the owner, and its access tokens are refused', async () => {
  const { email, tokens, viewer } = await users.aCustomer();
  const second = await refresh(tokens.refreshToken);
  const third = await refresh(second.tokens?.refreshToken);
  expect(new Set([tokens, second.tokens, third.tokens].map((each) => each?.refreshToken)).size).toBe(3);
  expect(codesOf(await refresh(tokens.refreshToken))).toEqual(['REFRESH_TOKEN_REUSED']);
  expect(codesOf(await refresh(third.tokens?.refreshToken))).toEqual(['TOKEN_INVALID']);
  expect(await users.mail(email, /(We ended one of your sessions)/)).toBeTruthy();
  expect(await users.revoked(viewer.sessionId)).toBe(true);
});

test('B10: a while later the same token is a theft', async () => {
  const { tokens } = await users.aCustomer();
  const second = await refresh(tokens.refreshToken);
  users.clock.aheadMs = 11_000;
  expect(codesOf(await refresh(tokens.refreshToken))).toEqual(['REFRESH_TOKEN_REUSED']);
  expect((await refresh(second.tokens?.refreshToken)).tokens).toBeNull();
  users.clock.aheadMs = 0;
});

test('B12: a session ends after 14 days without use and after 30 days in any case', async () => {
  const idle = await users.aCustomer();
  const busy = await users.aCustomer();
  let last = busy.tokens.refreshToken;
  for (const day of [10, 20, 29]) {
    users.clock.aheadMs = day * DAY_MS;
    const { tokens } = await refresh(last);
    last = String(tokens?.refreshToken);
    expect(Date.parse(String(tokens?.refreshTokenExpiresAt))).toBeLessThanOrEqual(Date.now() + 30 * DAY_MS);
  }
  expect(codesOf(await refresh(idle.tokens.refreshToken))).toEqual(['TOKEN_INVALID']);
  users.clock.aheadMs = 30.1 * DAY_MS;
  expect(codesOf(await refresh(last))).toEqual(['TOKEN_INVALID']);
  users.clock.aheadMs = 0;
});

test('B13: the database has hashes of refresh tokens alone', async () => {
  const { tokens } = await users.aCustomer();
  const { rows } = await users.sql.query('select hash, successor from refresh_tokens');
  expect(JSON.stringify(rows)).not.toContain(tokens.refreshToken);
  expect(rows.map((row) => row.hash)).toContain(
    createHash('sha256').update(tokens.refreshToken).digest('base64url'),
  );
});

test('B13: a database dump does not sign tokens: private keys are encrypted', async () => {
  const { rows } = await users.sql.query('select private_jwk from signing_keys');
  expect(rows.length).toBe(1);
  expect(rows[0].private_jwk).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
});

test('signing out ends this session, signing out everywhere ends all, both at once for access tokens', async () => {
  const { email, tokens, viewer } = await users.aCustomer();
  const other = (await signIn(email)).tokens;
  await users.mutate('mutation { signOut { accepted userErrors { code field } } }', {}, viewer);
  expect(await users.revoked(viewer.sessionId)).toBe(true);
  expect((await refresh(tokens.refreshToken)).tokens).toBeNull();
  const still = await refresh(other?.refreshToken);
  expect(still.tokens).not.toBeNull();
  await users.mutate(
    'mutation { signOutEverywhere { accepted userErrors { code field } } }',
    {},
    users.personOf(String(still.tokens?.accessToken)),
  );
  expect((await refresh(still.tokens?.refreshToken)).tokens).toBeNull();
});

test('a wrong password and no account look alike', async () => {
  const { email } = await users.aCustomer();
  const wrong = await signIn(email, 'wrong-password-here');
  expect(wrong).toEqual(await signIn('nobody@example.com', 'wrong-password-here'));
  expect(wrong).toMatchObject({
    tokens: null,
    user: null,
    userErrors: [{ code: 'CREDENTIALS_INVALID', field: null }],
  });
});

test('C09: of a flood of sign-ins those beyond the queue are RATE_LIMITED at once, and the process stays awake', async () => {
  const { email } = await users.aCustomer();
  const headers = await users.headersOf({ kind: 'guest', origin: aBrowser });
  const toOneProcess = (i: number) =>
    ask(
      users.urls[0] ?? '',
      SIGN_IN,
      { input: { email: `nobody${i}@example.com`, password: PASSWORD } },
      headers,
    );
  const flood = Promise.all(Array.from({ length: 160 }, (_, i) => toOneProcess(i))).then((answers) => ({
    answers,
    at: performance.now(),
  }));
  const awake = fetch(`${users.urls[0]}/livez`).then(() => performance.now());
  const { answers, at } = await flood;
  expect(await awake).toBeLessThan(at);
  expect(
    answers.filter((answer) => answer.errors[0]?.extensions.code === 'RATE_LIMITED').length,
  ).toBeGreaterThan(10);
  expect(answers.filter((answer) => answer.data !== null).length).toBeGreaterThan(0);
  await until(
    'the next sign-in',
    async () =>
      (await users.send<{ signIn: Payload }>(SIGN_IN, { input: { email, password: PASSWORD } })).data?.signIn
        .tokens,
  );
});
