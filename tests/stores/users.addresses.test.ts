import { afterAll, beforeAll, expect, test } from 'vitest';
import { aUsersService, codesOf, type UsersService, type UserView } from './users.world.ts';

let users: UsersService;
beforeAll(async () => {
  users = await aUsersService();
});
afterAll(() => users.stop());

type Someone = Awaited<ReturnType<UsersService['aCustomer']>>['viewer'];
const FIELDS = 'address { id city isDefaultShipping isDefaultBilling } userErrors { code field }';
const CREATE = `mutation ($input: AddressCreateInput!) { addressCreate(input: $input) { ${FIELDS} } }`;
const UPDATE = `mutation ($input: AddressUpdateInput!) { addressUpdate(input: $input) { ${FIELDS} } }`;
const SET_DEFAULT = `mutation ($input: AddressSetDefaultInput!) { addressSetDefault(input: $input) { ${FIELDS} } }`;
const DELETE = 'mutation ($id: ID!) { addressDelete(id: $id) { deletedId userErrors { code field } } }';
const addressIn = (city: string) => ({
  name: 'Ada Example',
  line1: '1 Main Street',
  city,
  postalCode: '10115',
  country: 'DE',
});
const create = (viewer: Someone, city: string, more = {}) =>
  users.mutate(CREATE, { input: { address: addressIn(city), ...more } }, viewer);
const listOf = async (viewer: Someone) =>
  (
    await users.send<{ me: UserView }>(
      '{ me { addresses { city isDefaultShipping isDefaultBilling } } }',
      {},
      viewer,
    )
  ).data?.me.addresses;

test('the first address is the default; another takes its place when it is told to', async () => {
  const { viewer } = await users.aCustomer();
  await create(viewer, 'Berlin');
  const paris = (await create(viewer, 'Paris', { defaultShipping: true })).address;
  expect(await listOf(viewer)).toEqual([
    { city: 'Berlin', isDefaultShipping: false, isDefaultBilling: true },
    { city: 'Paris', isDefaultShipping: true, isDefaultBilling: false },
  ]);
  await users.mutate(SET_DEFAULT, { input: { id: paris?.id, shipping: false, billing: true } }, viewer);
  expect((await listOf(viewer))?.[1]).toEqual({
    city: 'Paris',
    isDefaultShipping: false,
    isDefaultBilling: true,
  });
  expect((await users.mutate(DELETE, { id: paris?.id }, viewer)).deletedId).toBe(paris?.id);
  expect(await listOf(viewer)).toEqual([
    { city: 'Berlin', isDefaultShipping: false, isDefaultBilling: false },
  ]);
});

test('an address without a city is refused, and an account keeps fifty', async () => {
  const { viewer } = await users.aCustomer();
  expect((await create(viewer, '')).userErrors).toEqual([
    { code: 'INVALID', field: ['input', 'address', 'city'] },
  ]);
  for (let i = 0; i < 46; i++) await create(viewer, `City ${i}`);
  const last = await Promise.all(Array.from({ length: 8 }, (_, i) => create(viewer, `Town ${i}`)));
  expect(last.filter((payload) => codesOf(payload)[0] === 'LIMIT_EXCEEDED')).toHaveLength(4);
  expect((await listOf(viewer))?.filter((address) => address.isDefaultShipping)).toHaveLength(1);
});

test('an address that is sent again with its key is kept once, however often at the same moment', async () => {
  const { viewer } = await users.aCustomer();
  const idempotencyKey = crypto.randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => create(viewer, 'Berlin', { idempotencyKey })),
  );
  expect(new Set(answers.map(({ address }) => address?.id)).size).toBe(1);
  expect(await listOf(viewer)).toHaveLength(1);
  expect(codesOf(await create(viewer, 'Paris', { idempotencyKey }))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  const { rows } = await users.sql.query('select answer from idempotency_keys where caller = $1', [
    viewer.userId,
  ]);
  expect(rows).toEqual([{ answer: answers[0]?.address?.id }]);
});

test('D01, D03: somebody else’s address is as if it did not exist', async () => {
  const [ada, eve] = [await users.aCustomer(), await users.aCustomer()];
  const id = (await create(ada.viewer, 'Berlin')).address?.id;
  const none = 'addr_01jdj6v3rhf0b8rfqf5ys1xw2v';
  for (const target of [id, none]) {
    expect(
      codesOf(await users.mutate(UPDATE, { input: { id: target, address: addressIn('Rome') } }, eve.viewer)),
    ).toEqual(['NOT_FOUND']);
    expect(
      codesOf(await users.mutate(SET_DEFAULT, { input: { id: target, shipping: true } }, eve.viewer)),
    ).toEqual(['NOT_FOUND']);
    expect(codesOf(await users.mutate(DELETE, { id: target }, eve.viewer))).toEqual(['NOT_FOUND']);
  }
  expect(await listOf(ada.viewer)).toEqual([
    { city: 'Berlin', isDefaultShipping: true, isDefaultBilling: true },
  ]);
  expect(await listOf(eve.viewer)).toEqual([]);
});

test('D09: an id of another kind is refused before any store is asked', async () => {
  const { viewer } = await users.aCustomer();
  for (const id of [viewer.userId, "' OR 1=1", '\u0000', '-1', 'x'.repeat(10_000)])
    expect((await users.send(DELETE, { id }, viewer)).errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
});

test('D01: an account is seen by its owner, by staff and by services; to others it is not there', async () => {
  const [ada, eve] = [await users.aCustomer(), await users.aCustomer()];
  const ENTITY = 'query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on User { email } } }';
  const refs = [{ __typename: 'User', id: ada.viewer.userId }];
  const seenBy = async (viewer: Someone) => (await users.send(ENTITY, { refs }, viewer)).data;
  expect(await seenBy(eve.viewer)).toEqual({ _entities: [null] });
  expect(await seenBy(ada.viewer)).toEqual({ _entities: [{ email: ada.email }] });
  expect(await seenBy({ ...eve.viewer, role: 'STAFF' })).toEqual({ _entities: [{ email: ada.email }] });
  const service = { kind: 'service', name: 'orders', onBehalfOf: null } as const;
  const { data } = await users.send(
    'query ($ids: [ID!]!) { usersByIds(ids: $ids) { email } }',
    { ids: [eve.viewer.userId, 'user_01jdj6v3rhf0b8rfqf5ys1xw2v', ada.viewer.userId] },
    service,
  );
  expect(data).toEqual({ usersByIds: [{ email: eve.email }, null, { email: ada.email }] });
  expect(
    (await users.send('query { usersByIds(ids: []) { email } }', {}, ada.viewer)).errors[0]?.extensions.code,
  ).toBe('FORBIDDEN');
});

test('R14: an address is kept in the form of its country, and refused where a parcel would not arrive', async () => {
  const { viewer } = await users.aCustomer();
  const query = `mutation ($input: AddressCreateInput!) { addressCreate(input: $input) { address { id region postalCode country } userErrors { code field } } }`;
  const made = (more: object) =>
    users.mutate(query, { input: { address: { ...addressIn('New York'), ...more } } }, viewer);
  const kept = await made({ country: 'USA', region: 'new york', postalCode: '10001 1234' });
  expect(kept.address).toMatchObject({ country: 'US', region: 'NY', postalCode: '10001-1234' });
  for (const [more, field] of [
    [{ postalCode: null }, 'postalCode'],
    [{ country: 'US', postalCode: '10001' }, 'region'],
    [{ city: '\u2060' }, 'city'],
  ] as const)
    expect((await made(more)).userErrors).toEqual([{ code: 'INVALID', field: ['input', 'address', field] }]);
  await users.sql.query(
    "update addresses set country = 'UK', region = 'Anywhere', postal_code = null where user_id = $1",
    [viewer.userId],
  );
  const seen = await users.send<{ me: UserView }>(
    '{ me { addresses { region postalCode country } } }',
    {},
    viewer,
  );
  expect(seen.data?.me.addresses).toEqual([{ region: 'Anywhere', postalCode: null, country: 'GB' }]);
});
