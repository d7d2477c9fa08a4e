import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/client.ts';
import { freePort } from '../support/ports.ts';
import { aUsersService, codesOf, PASSWORD, REFRESH, SIGN_IN, SIGN_UP, type UsersService } from './users.world.ts';

let users: UsersService;
let wire: Awaited<ReturnType<typeof aWire>>;
beforeAll(async () => {
  const noCache = { CACHE_REDIS_URL: `redis://127.0.0.1:${await freePort()}/0` };
  users = await aUsersService(1, noCache, async (url) => {
    wire = await aWire(url);
    return wire.url;
  });
});
afterAll(async () => {
  await users.stop();
  await wire.cut();
});

/** A way to a server that a test can cut. */
const aWire = async (target: string) => {
  const url = new URL(target);
  const { hostname, port } = url;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(Number(port), hostname);
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      sockets.add(one);
      one
        .on('error', () => undefined)
        .on('close', () => other.destroy())
        .pipe(other);
    }
  });
  const mend = () => new Promise<void>((resolve) => server.listen(Number(url.port), '127.0.0.1', resolve));
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  url.hostname = '127.0.0.1';
  url.port = String(await freePort());
  await mend();
  return { url: url.href, cut, mend };
};

const signIn = (email: string, password = PASSWORD) => users.mutate(SIGN_IN, { input: { email, password } });

test('I02: without the cache people sign up, in and out', async () => {
  const { email, viewer } = await users.aCustomer();
  const { tokens } = await signIn(email);
  expect((await users.mutate(REFRESH, { token: tokens?.refreshToken })).tokens).not.toBeNull();
  expect((await users.mutate('mutation { signOutEverywhere { accepted userErrors { code field } } }', {}, viewer)).accepted).toBe(true);
  expect((await users.mutate(REFRESH, { token: tokens?.refreshToken })).tokens).toBeNull();
});

test('C01: without the cache each process still counts for itself', async () => {
  const email = `${crypto.randomUUID()}@example.com`;
  await users.mutate(SIGN_UP, { input: { email, password: PASSWORD } });
  for (let i = 0; i < 10; i++) expect(codesOf(await signIn(email, 'wrong-password-here'))).toEqual(['CREDENTIALS_INVALID']);
  const answer = await users.send(SIGN_IN, { input: { email, password: PASSWORD } });
  expect(answer.errors[0]?.extensions.code).toBe('RATE_LIMITED');
});

test('I02: ended sessions are published once the cache is back: the job stays until then', async () => {
  const { viewer } = await users.aCustomer();
  await users.mutate('mutation { signOut { accepted userErrors { code field } } }', {}, viewer);
  const { rows } = await users.sql.query(
    "select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'sessionsRevoked'",
  );
  expect(JSON.stringify(rows)).toContain(viewer.sessionId);
});

test('I02: without its database the service says so fast, is not ready, and lives; then it serves again', async () => {
  const { email } = await users.aCustomer();
  await wire.cut();
  const started = Date.now();
  for (let i = 0; i < 3; i++) {
    const answer = await users.send(SIGN_IN, { input: { email, password: PASSWORD } });
    expect(answer.errors[0]).toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
  }
  expect(Date.now() - started).toBeLessThan(6_000);
  expect((await fetch(`${users.urls[0]}/readyz`)).status).toBe(503);
  expect((await fetch(`${users.urls[0]}/livez`)).status).toBe(200);
  await wire.mend();
  await until('the service to be ready', async () => (await fetch(`${users.urls[0]}/readyz`)).ok);
  expect((await signIn(email)).tokens).not.toBeNull();
});
