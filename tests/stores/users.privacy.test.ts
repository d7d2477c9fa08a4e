import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Running } from '../../kernel/lifecycle.ts';
import { createLog } from '../../kernel/log.ts';
import { startServer } from '../../kernel/server.ts';
import { admit, ownerOf, type Viewer } from '../../kernel/viewer.ts';
import { dataHolders } from '../../subgraphs/users/privacy/ports.ts';
import { seed } from '../../subgraphs/users/seed.ts';
import { until } from '../support/client.ts';
import { freePort } from '../support/ports.ts';
import { aUsersService, codesOf, PASSWORD, REFRESH, SIGN_IN, type UsersService } from './users.world.ts';

const EXPORT =
  'mutation ($password: String!) { accountExport(password: $password) { url userErrors { code field } } }';
const DELETE =
  'mutation ($password: String!) { accountDelete(password: $password) { accepted userErrors { code field } } }';
const TYPES = `
  directive @access(to: Audience!) on FIELD_DEFINITION
  enum Audience { PUBLIC CUSTOMER STAFF ADMIN SERVICE }
  type Query { personalDataOf(userId: ID!): String! @access(to: SERVICE) }
  type Mutation { personalDataErase(userId: ID!): Boolean! @access(to: SERVICE) }`;

let users: UsersService;
let holders: Running[];
const erased: string[] = [];
const away = new Set<string>();

/** Another service, as far as users asks it about people. */
const aHolder = (name: (typeof dataHolders)[number], port: number): Promise<Running> =>
  startServer(
    {
      name,
      env: { ...users.env, PORT: port, SERVICE_PRIVATE_KEY: users.keys.privateOf(name) },
      typeDefs: TYPES,
      loaders: () => ({}),
      resources: [],
      resolvers: {
        Query: {
          personalDataOf: (_: unknown, { userId }: { userId: string }, { viewer }: { viewer: Viewer }) => {
            if (away.delete(name)) throw new Error(`${name} fails once`);
            return JSON.stringify({ [name]: ownerOf(viewer) === userId });
          },
        },
        Mutation: {
          personalDataErase: (_: unknown, { userId }: { userId: string }, { viewer }: { viewer: Viewer }) => {
            admit(viewer, 'SERVICE');
            if (away.delete(name)) throw new Error(`${name} fails once`);
            return erased.push(`${name} ${userId}`) > 0;
          },
        },
      },
    },
    createLog(name, 'silent'),
  );

beforeAll(async () => {
  const ports = await Promise.all(dataHolders.map(freePort));
  const urls = dataHolders.map((name, i) => [
    `${name.toUpperCase()}_URL`,
    `http://127.0.0.1:${ports[i]}/graphql`,
  ]);
  users = await aUsersService(1, { ...Object.fromEntries(urls), LIMIT_EXPORT_PER_ACCOUNT: '3' });
  holders = await Promise.all(dataHolders.map((name, i) => aHolder(name, ports[i] ?? 0)));
});
afterAll(async () => {
  await users.stop();
  await Promise.all(holders.map((holder) => holder.stop()));
});

/** Fetches an exported file past the router, which only takes the service's name out of the path. */
const open = (url: string) =>
  fetch(`${users.urls[0]}${new URL(url).pathname.replace('/files/users/', '/files/')}${new URL(url).search}`);
const exported = async (viewer: Viewer) => {
  const payload = (
    await users.send<{ accountExport: { url: string | null; userErrors: { code: string }[] } }>(
      EXPORT,
      { password: PASSWORD },
      viewer,
    )
  ).data;
  return String(payload?.accountExport.url);
};

test('an export has everything of the caller, from all services, and no secret', async () => {
  const { email, viewer } = await users.aCustomer();
  const response = await open(await exported(viewer));
  expect(response.headers.get('cache-control')).toBe('private, no-store');
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject({
    account: { id: viewer.userId, email },
    sessions: [{ id: viewer.sessionId }],
    events: [{ kind: 'SIGNED_UP' }, { kind: 'EMAIL_VERIFIED' }],
    ...Object.fromEntries(dataHolders.map((name) => [name, { [name]: true }])),
  });
  expect(text).not.toMatch(/argon2|hash|secret/i);
});

test('the link is good for an hour, for this file alone, and takes the password', async () => {
  const { viewer } = await users.aCustomer();
  expect(codesOf(await users.mutate(EXPORT, { password: 'wrong-password-here' }, viewer))).toEqual([
    'CREDENTIALS_INVALID',
  ]);
  const [url, other] = [await exported(viewer), await exported(viewer)];
  const forged = `${url.split('?')[0]}?${other.split('?')[1]}`;
  for (const bad of [String(url.split('?')[0]), forged, url.replace(/expires=\d+/, 'expires=99999999999')])
    expect((await open(bad)).status).toBe(404);
  users.clock.aheadMs = 61 * 60_000;
  expect((await open(url)).status).toBe(404);
  users.clock.aheadMs = 0;
  expect((await open(url)).status).toBe(200);
  expect(
    existsSync(join(users.dataDir, 'files', 'users-exports')) &&
      readdirSync(join(users.dataDir, 'files', 'users-exports')).length,
  ).toBeGreaterThan(0);
});

test('an account has so many exports a day, and others as many of their own', async () => {
  const [greedy, other] = [await users.aCustomer(), await users.aCustomer()];
  const codes = async ({ viewer }: typeof greedy) => {
    const { data, errors } = await users.send<object>(EXPORT, { password: PASSWORD }, viewer);
    return errors?.[0]?.extensions.code ?? (data && 'done');
  };
  away.add('orders');
  expect(await codes(greedy)).toBe('INTERNAL_SERVER_ERROR');
  const answers = await Promise.all(Array.from({ length: 6 }, () => codes(greedy)));
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(3);
  expect(answers.filter((answer) => answer === 'RATE_LIMITED')).toHaveLength(3);
  expect(await codes(other)).toBe('done');
  const { errors } = await users.send(EXPORT, { password: PASSWORD }, greedy.viewer);
  expect(errors[0]?.message).toMatch(/Try again in 24 hours/);
});

test('a deleted account is gone at once, everywhere, whoever was away when it was told', async () => {
  const { email, tokens, viewer } = await users.aCustomer();
  away.add('orders');
  expect(codesOf(await users.mutate(DELETE, { password: 'wrong-password-here' }, viewer))).toEqual([
    'CREDENTIALS_INVALID',
  ]);
  expect((await users.mutate(DELETE, { password: PASSWORD }, viewer)).accepted).toBe(true);
  expect(await users.revoked(viewer.sessionId)).toBe(true);
  expect((await users.send('{ me { id } }', {}, viewer)).data).toEqual({ me: null });
  expect((await users.mutate(REFRESH, { token: tokens.refreshToken })).tokens).toBeNull();
  expect(codesOf(await users.mutate(SIGN_IN, { input: { email, password: PASSWORD } }))).toEqual([
    'CREDENTIALS_INVALID',
  ]);
  expect(await users.mail(email, /(Your account was deleted)/)).toBeTruthy();
  await until('all services to forget', async () =>
    dataHolders.every((name) => erased.includes(`${name} ${viewer.userId}`)),
  );
  for (const table of ['credentials', 'sessions', 'challenges', 'addresses', 'security_events'])
    expect(
      (await users.sql.query(`select 1 from ${table} where user_id = $1`, [viewer.userId])).rows,
    ).toEqual([]);
});

test('the last admin cannot go', async () => {
  await users.sql.query('delete from users');
  await seed(users.env);
  const { tokens } = await users.mutate(SIGN_IN, {
    input: { email: 'admin@example.com', password: 'plexus-demo-password' },
  });
  const admin = users.personOf(String(tokens?.accessToken));
  expect(codesOf(await users.mutate(DELETE, { password: 'plexus-demo-password' }, admin))).toEqual([
    'CONFLICT',
  ]);
});
