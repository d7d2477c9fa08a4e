import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/client.ts';
import { freePort } from '../support/ports.ts';
import {
  aUsersService,
  codesOf,
  PASSWORD,
  REFRESH,
  SIGN_IN,
  SIGN_UP,
  type UsersService,
} from './users.world.ts';

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
  expect(
    (await users.mutate('mutation { signOutEverywhere { accepted userErrors { code field } } }', {}, viewer))
      .accepted,
  ).toBe(true);
  expect((await users.mutate(REFRESH, { token: tokens?.refreshToken })).tokens).toBeNull();
});

test('C01: without the cache each process still counts for itself', async () => {
  const email = `${crypto.randomUUID()}@example.com`;
  await users.mutate(SIGN_UP, { input: { email, password: PASSWORD } });
  for (let i = 0; i < 10; i++)
    expect(codesOf(await signIn(email, 'wrong-password-here'))).toEqual(['CREDENTIALS_INVALID']);
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

test.each([
  ['I15: a serialization failure', '40001'],
  ['I15: a deadlock', '40P01'],
])('%s is tried again, and the person signs in once', async (_, state) => {
  const { email, viewer } = await users.aCustomer();
  await users.sql.query(`
    create sequence trouble;
    create function trouble() returns trigger language plpgsql as $$
      begin
        if nextval('trouble') <= 2 then raise exception 'try again' using errcode = '${state}'; end if;
        return new;
      end $$;
    create trigger trouble before insert on sessions for each row execute function trouble()`);
  expect((await signIn(email)).tokens).not.toBeNull();
  await users.sql.query('drop trigger trouble on sessions; drop function trouble; drop sequence trouble');
  const { rows } = await users.sql.query('select id from sessions where user_id = $1 and id <> $2', [
    viewer.userId,
    viewer.sessionId,
  ]);
  expect(rows).toHaveLength(1);
});

test('I15: while others hold all connections, people are told to try again, and nobody is once they let go', async () => {
  const [ada, eve] = [await users.aCustomer(), await users.aCustomer()];
  const CHANGE =
    'mutation ($input: ProfileUpdateInput!) { profileUpdate(input: $input) { user { givenName } userErrors { code } } }';
  const change = (i: number) => users.send(CHANGE, { input: { givenName: `Ada ${i}` } }, ada.viewer);
  const changes: ReturnType<typeof change>[] = [];
  const begin = () => Promise.all(Array.from({ length: 14 }, (_, i) => changes[changes.push(change(i)) - 1]));
  const answers = await users.meanwhile(
    ada.viewer.userId,
    'select $1::text',
    begin,
    async () => void (await Promise.race(changes)),
  );
  const codes = answers.flatMap((answer) => answer?.errors.map((error) => error.extensions.code) ?? []);
  expect([...new Set(codes)]).toEqual(['SERVICE_UNAVAILABLE']);
  expect((await users.send('{ me { email } }', {}, eve.viewer)).data).toEqual({ me: { email: eve.email } });
  expect((await change(0)).errors).toEqual([]);
});

test('I02: without its database the service says so, is not ready, and lives; then it serves again', async () => {
  const { email } = await users.aCustomer();
  await wire.cut();
  for (let i = 0; i < 3; i++) {
    const answer = await users.send(SIGN_IN, { input: { email, password: PASSWORD } });
    expect(answer.errors[0]).toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } });
  }
  expect((await fetch(`${users.urls[0]}/readyz`)).status).toBe(503);
  expect((await fetch(`${users.urls[0]}/livez`)).status).toBe(200);
  const keys = await fetch(`${users.urls[0]}/.well-known/jwks.json`);
  expect([keys.status, await keys.json()]).toMatchObject([
    503,
    { errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] },
  ]);
  await wire.mend();
  await until('the service to be ready', async () => (await fetch(`${users.urls[0]}/readyz`)).ok);
  expect((await signIn(email)).tokens).not.toBeNull();
});
