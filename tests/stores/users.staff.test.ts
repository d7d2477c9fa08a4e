import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../kernel/viewer.ts';
import { seed } from '../../subgraphs/users/seed.ts';
import { aUsersService, codesOf, REFRESH, SIGN_IN, type UsersService } from './users.world.ts';

let users: UsersService;
let admin: Person;
let staff: Person;
beforeAll(async () => {
  users = await aUsersService(2);
  await seed(users.env);
  [admin, staff] = (await Promise.all(['admin@example.com', 'staff@example.com'].map(signedInAs))) as [
    Person,
    Person,
  ];
});
afterAll(() => users.stop());

const signIn = (email: string, password: string) => users.mutate(SIGN_IN, { input: { email, password } });
const signedInAs = async (email: string) =>
  users.personOf(String((await signIn(email, 'plexus-demo-password')).tokens?.accessToken));
const SET_ROLE =
  'mutation ($input: UserRoleSetInput!) { userRoleSet(input: $input) { user { role } userErrors { code field } } }';
const SUSPEND =
  'mutation ($input: UserSuspendInput!) { userSuspend(input: $input) { user { status } userErrors { code field } } }';
const REINSTATE =
  'mutation ($userId: ID!) { userReinstate(userId: $userId) { user { status } userErrors { code field } } }';
const LIST =
  'query ($filter: UserFilter, $first: Int, $after: String) { users(filter: $filter, first: $first, after: $after) { totalCount nodes { id email } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } }';
type List = {
  users: {
    totalCount: number;
    nodes: { id: string; email: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
};
const list = async (variables: object, viewer = staff) =>
  (await users.send<List>(LIST, variables, viewer)).data?.users;
const setRole = (userId: string, role: string, viewer = admin) =>
  users.mutate(SET_ROLE, { input: { userId, role } }, viewer);

test('the demo accounts are there once, and not in production', async () => {
  expect(await seed(users.env)).toBe(0);
  expect(await seed({ ...users.env, NODE_ENV: 'production' })).toBe(0);
  expect((await signIn('customer@example.com', 'plexus-demo-password')).user).toMatchObject({
    role: 'CUSTOMER',
    emailVerified: true,
  });
  expect([admin.role, staff.role]).toEqual(['ADMIN', 'STAFF']);
});

test('staff finds accounts by words of address and name, as text, page by page', async () => {
  const mark = randomUUID();
  const emails = Array.from({ length: 5 }, (_, i) => `seek_${i}.${mark}@example.com`);
  for (const email of emails) await users.aCustomer(email);
  const seen: string[] = [];
  for (
    let after: string | null | undefined, page = await list({ filter: { query: mark }, first: 2 });
    page;
    page = await list({ filter: { query: mark }, first: 2, after })
  ) {
    seen.push(...page.nodes.map((node) => node.email));
    expect(page.totalCount).toBe(5);
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) break;
  }
  expect(seen).toEqual([...emails].reverse());
  expect((await list({ filter: { query: `SEEK_3 ${mark}` } }))?.totalCount).toBe(1);
  for (const query of ['%', '_____', 'seek%', '\\', '.*'])
    expect((await list({ filter: { query: `${query} ${mark}` } }))?.totalCount, query).toBe(0);
  expect((await list({ filter: { query: mark, role: 'STAFF' } }))?.totalCount).toBe(0);
});

test('A10: first is 1 to 100, and a cursor of another list is refused', async () => {
  for (const variables of [{ first: 0 }, { first: 101 }, { after: 'nonsense' }])
    expect((await users.send(LIST, variables, staff)).errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
});

test('D07: customers are FORBIDDEN what staff may, staff what admins may, and guests are UNAUTHENTICATED', async () => {
  const { viewer } = await users.aCustomer();
  const codeOf = async (query: string, variables: object, who?: Person) =>
    (await users.send(query, variables, who)).errors[0]?.extensions.code;
  expect(await codeOf(LIST, {})).toBe('UNAUTHENTICATED');
  expect(await codeOf(LIST, {}, viewer)).toBe('FORBIDDEN');
  expect(await codeOf(SET_ROLE, { input: { userId: viewer.userId, role: 'ADMIN' } }, viewer)).toBe(
    'FORBIDDEN',
  );
  expect(await codeOf(SET_ROLE, { input: { userId: viewer.userId, role: 'ADMIN' } }, staff)).toBe(
    'FORBIDDEN',
  );
});

test('B08: a suspended account is out at once and signs in again once it is reinstated', async () => {
  const { email, tokens, viewer } = await users.aCustomer();
  expect(
    (await users.mutate(SUSPEND, { input: { userId: viewer.userId, reason: ' ' } }, staff)).userErrors,
  ).toEqual([{ code: 'INVALID', field: ['input', 'reason'] }]);
  expect(
    (await users.mutate(SUSPEND, { input: { userId: viewer.userId, reason: 'Chargebacks' } }, staff)).user
      ?.status,
  ).toBe('SUSPENDED');
  expect(await users.revoked(viewer.sessionId)).toBe(true);
  expect((await users.mutate(REFRESH, { token: tokens.refreshToken })).tokens).toBeNull();
  expect(codesOf(await signIn(email, 'correct-horse-battery'))).toEqual(['ACCOUNT_SUSPENDED']);
  expect((await users.mutate(REINSTATE, { userId: viewer.userId }, staff)).user?.status).toBe('ACTIVE');
  expect((await signIn(email, 'correct-horse-battery')).tokens).not.toBeNull();
  const { rows } = await users.sql.query(
    'select kind, actor_id, detail from security_events where user_id = $1 and actor_id = $2 order by at',
    [viewer.userId, staff.userId],
  );
  expect(rows).toEqual([
    { kind: 'SUSPENDED', actor_id: staff.userId, detail: 'Chargebacks' },
    { kind: 'REINSTATED', actor_id: staff.userId, detail: null },
  ]);
});

test('a role that is set takes effect at the next sign-in and ends the sessions of the old one', async () => {
  const { viewer } = await users.aCustomer();
  expect((await setRole(viewer.userId, 'STAFF')).user?.role).toBe('STAFF');
  expect(await users.revoked(viewer.sessionId)).toBe(true);
  expect(codesOf(await setRole('user_01jdj6v3rhf0b8rfqf5ys1xw2v', 'STAFF'))).toEqual(['NOT_FOUND']);
  expect(codesOf(await setRole(admin.userId, 'STAFF'))).toEqual(['CONFLICT']);
});

test('B08: an admin whose role is gone changes nothing more, whatever the token still says', async () => {
  const [{ viewer: former }, { viewer: target }] = [await users.aCustomer(), await users.aCustomer()];
  const stale: Person = { ...former, role: 'ADMIN' };
  const answer = await users.send(SET_ROLE, { input: { userId: target.userId, role: 'ADMIN' } }, stale);
  expect(answer.errors[0]?.extensions.code).toBe('FORBIDDEN');
  expect((await users.sql.query('select role from users where id = $1', [target.userId])).rows).toEqual([
    { role: 'CUSTOMER' },
  ]);
});
