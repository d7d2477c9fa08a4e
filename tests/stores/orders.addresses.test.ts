import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { address, guest, ordersWorld, staff, type World } from './orders.world.ts';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
let cartId: string;
const RATE =
  'insert into tax_rates (country, region, rate, included, on_shipping) values ($1, $2, $3, $4, true)';
beforeAll(async () => {
  world = await ordersWorld();
  await world.db.query(RATE, ['US', 'NY', 8875, false]);
  await world.db.query(RATE, ['TH', 'BANGKOK', 7000, false]);
  await world.db.query("update tax_rates set country = 'EL' where country = 'GR'");
  await world.db.query("update shipping_methods set countries = '{UK}' where name = 'United Kingdom'");
  cartId = await world.cart([[await world.variant(5186, 50), 1]]);
});
afterAll(() => world.stop());

const london = { ...address, city: 'London', postalCode: 'SW1A 1AA', country: 'GB' };
const newYork = { ...address, city: 'New York', postalCode: '10001', country: 'US' };
const QUOTE = `query ($ref: [_Any!]!, $address: PostalAddressInput, $method: ID) { _entities(representations: $ref) { ... on Cart {
  shippingMethods(shippingAddress: $address) { method { id name } }
  quote(shippingAddress: $address, shippingMethodId: $method) { tax { amount } total { amount currency } problems { code field } } } } }`;
type Quoted = {
  shippingMethods: { method: { id: string; name: string } }[];
  quote: {
    tax: { amount: number };
    total: { amount: number; currency: string };
    problems: { code: string; field: string[] }[];
  };
};
const ask = async (to: object, method: string | null = null): Promise<Quoted> => {
  const variables = { ref: [{ __typename: 'Cart', id: cartId }], address: to, method };
  const { _entities } = await world.tell<{ _entities: Quoted[] }>('orders', guest, QUOTE, variables);
  return _entities[0] as Quoted;
};
const quoted = async (to: object): Promise<Quoted> => {
  const { shippingMethods } = await ask(to);
  return ask(to, shippingMethods[0]?.method.id);
};
const problemsIn = (problems: readonly { code: string; field: string[] | null }[]) =>
  problems.map(({ code, field }) => `${code} ${field?.join('.')}`);
const refusedBy = async (to: object, over: object = {}): Promise<string[]> => {
  const input = await world.input(cartId, { shippingAddress: to, ...over });
  return problemsIn((await world.checkout({ ...input, shippingMethodId: newId('ship') })).userErrors).filter(
    (each) => each.startsWith('ADDRESS'),
  );
};

test('R06: UK, as a code, a name or a stored country, is GB, with its methods and its tax', async () => {
  const gb = await quoted(london);
  expect(gb.shippingMethods.map(({ method }) => method.name)).toEqual(['United Kingdom', 'International']);
  expect(gb.quote.tax.amount).toBeGreaterThan(0);
  for (const country of ['UK', 'gb', 'GBR', 'United Kingdom', 'Great Britain', ' uk '])
    expect(await quoted({ ...london, country })).toEqual(gb);
  expect((await quoted({ ...address, country: 'GR', postalCode: '10431' })).quote.tax.amount).toBeGreaterThan(
    0,
  );
});

test('R06: an unknown country is BAD_USER_INPUT, as a variable and in the staff’s input', async () => {
  for (const country of ['XX', 'EU', 'AN', 'Atlantis', ''])
    await expect(ask({ ...london, country })).rejects.toThrow('BAD_USER_INPUT');
  const price = { amount: 100, currency: 'EUR' };
  const make = (countries: string[]) =>
    world.tell<{ shippingMethodCreate: { shippingMethod: { countries: string[] } } }>(
      'orders',
      staff,
      'mutation ($input: ShippingMethodInput!) { shippingMethodCreate(input: $input) { shippingMethod { countries } } }',
      { input: { name: 'Far', price, countries, minDays: 1, maxDays: 2 } },
    );
  await expect(make(['DE', 'EU'])).rejects.toThrow('BAD_USER_INPUT');
  expect(
    (await make(['is', 'ISL', 'Ísland', 'Türkiye'])).shippingMethodCreate.shippingMethod.countries,
  ).toEqual(['IS', 'TR']);
});

test('R07: a region’s tax applies however the region is written; without a region there is no quote', async () => {
  for (const region of ['NY', 'ny', 'US-NY', 'New York', 'NEW YORK', 'ＮＹ'])
    expect([region, (await quoted({ ...newYork, region })).quote]).toMatchObject([
      region,
      { tax: { amount: 681 }, problems: [] },
    ]);
  for (const region of [null, '', 'Bavaria', '\u200b']) {
    expect(problemsIn((await quoted({ ...newYork, region })).quote.problems)).toEqual([
      'ADDRESS_INVALID shippingAddress.region',
    ]);
    expect(await refusedBy({ ...newYork, region })).toEqual(['ADDRESS_INVALID input.shippingAddress.region']);
  }
  expect((await quoted({ ...newYork, region: 'OR', postalCode: '97201' })).quote).toMatchObject({
    tax: { amount: 0 },
    problems: [],
  });
});

test('R07: if tax depends on the region, the region is required even if addresses do not need one', async () => {
  const bangkok = { ...address, city: 'Bangkok', postalCode: '10200', country: 'TH' };
  for (const region of ['Bangkok', 'กรุงเทพมหานคร', '10', 'th-10'])
    expect((await quoted({ ...bangkok, region })).quote).toMatchObject({
      tax: { amount: 572 },
      problems: [],
    });
  expect(problemsIn((await quoted(bangkok)).quote.problems)).toEqual([
    'ADDRESS_INVALID shippingAddress.region',
  ]);
  const { shippingMethods, quote } = await quoted(bangkok);
  const over = {
    shippingAddress: bangkok,
    shippingMethodId: shippingMethods[0]?.method.id,
    expectedTotal: quote.total,
  };
  expect(problemsIn((await world.buy(cartId, over)).userErrors)).toEqual([
    'ADDRESS_INVALID input.shippingAddress.region',
  ]);
});

test('R14: quote and checkout refuse the same addresses, including the billing address', async () => {
  const { postalCode: _, ...noCode } = address;
  const cases: [object, string][] = [
    [noCode, 'postalCode'],
    [{ ...noCode, country: 'US', region: 'NY' }, 'postalCode'],
    [{ ...london, postalCode: null }, 'postalCode'],
    [{ ...address, postalCode: 'F-75001' }, 'postalCode'],
    [{ ...address, city: '\u200b' }, 'city'],
    [{ ...address, line1: '\u3164' }, 'line1'],
    [{ ...address, name: '\u0301' }, 'name'],
  ];
  for (const [to, field] of cases) {
    expect(problemsIn((await quoted(to)).quote.problems)).toEqual([
      `ADDRESS_INVALID shippingAddress.${field}`,
    ]);
    expect(await refusedBy(to)).toEqual([`ADDRESS_INVALID input.shippingAddress.${field}`]);
    expect(await refusedBy(address, { billingAddress: to })).toEqual([
      `ADDRESS_INVALID input.billingAddress.${field}`,
    ]);
  }
  for (const country of ['HK', 'IE', 'AE'])
    expect((await quoted({ ...noCode, country })).quote.problems).toEqual([]);
});

test('R14: an order stores the address in the country’s format', async () => {
  const { order } = await world.buy(cartId, {
    shippingAddress: { ...address, postalCode: 'D-10115', country: 'Deutschland', region: 'Berlin' },
  });
  const { rows } = await world.db.query(
    'select shipping_address as to, billing_address as bill from orders where id = $1',
    [order?.id],
  );
  expect(rows[0]).toMatchObject({
    to: { postalCode: '10115', country: 'DE', region: 'BE' },
    bill: { postalCode: '10115' },
  });
});
