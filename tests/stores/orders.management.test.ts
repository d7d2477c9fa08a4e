import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { codesOf, customer, eur, guest, ordersWorld, staff, type World } from './orders.world.ts';

vi.setConfig({ testTimeout: 120_000 });

let world: World;
beforeAll(async () => {
  world = await ordersWorld();
});
afterAll(() => world.stop());

type Errors = { userErrors: { code: string; message: string; field: string[] | null }[] };
const ERR = 'userErrors { code message field }';
const PROMOTION = 'promotion { id code title active redeemed limit percent }';
type Promotion = {
  id: string;
  code: string;
  title: string;
  active: boolean;
  redeemed: number;
  limit: number | null;
  percent: number;
};
type Promoted = Errors & { promotion: Promotion | null };
const change = async (name: 'promotionCreate' | 'promotionUpdate', input: object): Promise<Promoted> => {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${PROMOTION} ${ERR} } }`;
  return (await world.tell<Record<string, Promoted>>('orders', staff, query, { input }))[name] as Promoted;
};
const create = (input: object) =>
  change('promotionCreate', { title: 'Offer', kind: 'PERCENTAGE', percent: 10, ...input });
const fieldsOf = ({ userErrors }: Errors) =>
  userErrors.map(({ code, field }) => `${code} ${field?.join('.')}`);

describe('promotions', () => {
  test('E13: invalid input is refused field by field', async () => {
    expect(fieldsOf(await create({ percent: 101 }))).toEqual(['INVALID input.percent']);
    expect(fieldsOf(await create({ percent: 0.5 }))).toEqual(['INVALID input.percent']);
    expect(fieldsOf(await create({ kind: 'FIXED_AMOUNT', amount: eur(0) }))).toEqual([
      'INVALID input.amount',
    ]);
    expect(fieldsOf(await create({ kind: 'BUY_X_GET_Y', buyQuantity: 0, getQuantity: 1 }))).toEqual([
      'INVALID input.buyQuantity',
    ]);
    expect(fieldsOf(await create({ limit: 0, title: ' ', code: 'ä' }))).toEqual([
      'INVALID input.code',
      'INVALID input.title',
      'INVALID input.limit',
    ]);
    expect(fieldsOf(await create({ endsAt: '2020-01-01T00:00:00Z' }))).toEqual(['INVALID input.endsAt']);
    const money = { kind: 'FIXED_AMOUNT', amount: eur(5), minimumSubtotal: { amount: 5, currency: 'USD' } };
    expect(fieldsOf(await create(money))).toEqual(['CURRENCY_MISMATCH input.minimumSubtotal']);
  });

  test('a code works in any case and with any spaces, and is unique', async () => {
    expect((await create({ code: ' sum mer ' })).promotion?.code).toBe('SUMMER');
    expect(fieldsOf(await create({ code: 'Summer' }))).toEqual(['ALREADY_EXISTS input.code']);
  });

  test('are changed, ended and listed; a limit below the redemptions is refused', async () => {
    const { promotion } = await create({ code: 'USED', limit: 5, percent: 12.5 });
    expect(promotion).toMatchObject({ percent: 12.5, active: true, limit: 5 });
    const id = promotion?.id ?? '';
    await world.db.query('update promotions set redeemed = 2 where id = $1', [id]);
    expect(fieldsOf(await change('promotionUpdate', { id, limit: 1 }))).toEqual(['INVALID input.limit']);
    expect((await change('promotionUpdate', { id, limit: 2, title: 'New' })).promotion).toMatchObject({
      limit: 2,
      title: 'New',
      active: false,
    });
    expect((await change('promotionUpdate', { id, limit: null })).promotion).toMatchObject({
      limit: null,
      active: true,
    });
    const end = `mutation ($id: ID!) { promotionEnd(id: $id) { ${PROMOTION} ${ERR} } }`;
    expect(
      (await world.tell<{ promotionEnd: Promoted }>('orders', staff, end, { id })).promotionEnd.promotion
        ?.active,
    ).toBe(false);
    expect(codesOf(await change('promotionUpdate', { id: newId('promo'), title: 'x' }))).toEqual([
      'NOT_FOUND',
    ]);
  });

  test('are paged, and can be filtered by those that are active', async () => {
    type Listed = {
      promotions: {
        totalCount: number;
        nodes: { id: string; active: boolean }[];
        pageInfo: { endCursor: string | null; hasNextPage: boolean };
      };
    };
    const query =
      'query ($active: Boolean!, $after: String) { promotions(activeOnly: $active, first: 2, after: $after) { totalCount nodes { id active } pageInfo { endCursor hasNextPage } } }';
    const list = (active: boolean, after: string | null) =>
      world.tell<Listed>('orders', staff, query, { active, after });
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { promotions }: Listed = await list(false, after);
      seen.push(...promotions.nodes.map(({ id }) => id));
      after = promotions.pageInfo.hasNextPage ? promotions.pageInfo.endCursor : null;
    } while (after);
    expect(new Set(seen).size).toBe((await list(false, null)).promotions.totalCount);
    expect((await list(true, null)).promotions.nodes.every(({ active }) => active)).toBe(true);
    await expect(list(false, 'nonsense')).rejects.toThrow('BAD_USER_INPUT');
  });
});

describe('shipping methods', () => {
  test('are created and deactivated by staff, and visible to everyone while active', async () => {
    const input = {
      name: 'Bike',
      price: eur(300),
      freeFrom: eur(2000),
      countries: ['DE', 'DE'],
      minDays: 0,
      maxDays: 1,
    };
    type Shipped = Errors & { shippingMethod: { id: string; countries: string[] } | null };
    const make =
      'mutation ($input: ShippingMethodInput!) { shippingMethodCreate(input: $input) { shippingMethod { id countries } userErrors { code message field } } }';
    const made = (await world.tell<{ shippingMethodCreate: Shipped }>('orders', staff, make, { input }))
      .shippingMethodCreate;
    expect(made.shippingMethod?.countries).toEqual(['DE']);
    const wrong = { ...input, price: eur(-1), freeFrom: { amount: 1, currency: 'USD' }, minDays: 3 };
    expect(
      fieldsOf(
        (await world.tell<{ shippingMethodCreate: Shipped }>('orders', staff, make, { input: wrong }))
          .shippingMethodCreate,
      ),
    ).toEqual([...['INVALID input.price', 'CURRENCY_MISMATCH input.freeFrom', 'INVALID input.maxDays']]);
    const update =
      'mutation ($input: ShippingMethodUpdateInput!) { shippingMethodUpdate(input: $input) { shippingMethod { id active } userErrors { code } } }';
    const id = made.shippingMethod?.id;
    await world.tell('orders', staff, update, { input: { id, shippingMethod: input, active: false } });
    const seenBy = async (viewer: typeof staff) =>
      (
        await world.tell<{ shippingMethods: { id: string }[] }>(
          'orders',
          viewer,
          '{ shippingMethods { id } }',
          {},
        )
      ).shippingMethods.map((one) => one.id);
    expect(await seenBy(staff)).toContain(id);
    expect(await seenBy(guest)).not.toContain(id);
  });

  test('are listed by country, cheapest first, with their price for the cart', async () => {
    const cartId = await world.cart([[await world.variant(8000, 5), 1]]);
    const { shippingMethods } = await world.quote(cartId);
    expect(shippingMethods.map(({ method, price }) => [method.name, price.amount])).toEqual([
      ['Standard', 0],
      ['Express', 1290],
      ['International', 2990],
    ]);
  });
});

describe('orders', () => {
  test('are listed newest first for their customer and for staff, and found by number, e-mail and name', async () => {
    const ada = customer(newId('user'));
    if (ada.kind !== 'person') throw new Error('a customer is a person');
    const mug = await world.variant(1000, 50);
    const made: string[] = [];
    for (let i = 0; i < 3; i++) {
      const { order } = await world.buy(await world.cart([[mug, 1]]), {}, ada);
      made.unshift(order?.id ?? '');
      await world.cancel(order?.id ?? '', null, ada);
    }
    type Listed = { totalCount: number; nodes: { id: string; number: string; email: string }[] };
    const LIST = 'totalCount nodes { id number email }';
    const ofAda = async (viewer: typeof ada) => {
      const query = `query ($ref: [_Any!]!) { _entities(representations: $ref) { ... on User { orders(first: 2) { ${LIST} } } } }`;
      const ref = [{ __typename: 'User', id: ada.userId }];
      return (await world.tell<{ _entities: { orders: Listed }[] }>('orders', viewer, query, { ref }))
        ._entities[0]?.orders;
    };
    const mine = await ofAda(ada);
    expect(mine?.totalCount).toBe(3);
    expect(mine?.nodes.map(({ id }) => id)).toEqual(made.slice(0, 2));
    await expect(ofAda(customer(newId('user')) as typeof ada)).rejects.toThrow('FORBIDDEN');
    const find = async (filter: object) =>
      (
        await world.tell<{ orders: Listed }>(
          'orders',
          staff,
          `query ($filter: OrderFilter) { orders(filter: $filter, first: 100) { ${LIST} } }`,
          { filter },
        )
      ).orders;
    const { number = '', email = '' } = mine?.nodes[0] ?? {};
    expect((await find({ query: number.toLowerCase() })).nodes.map(({ id }) => id)).toEqual([made[0]]);
    expect((await find({ query: email })).totalCount).toBe(1);
    expect((await find({ query: 'ada exam' })).totalCount).toBeGreaterThanOrEqual(3);
    expect((await find({ query: '%' })).totalCount).toBe(0);
    expect((await find({ statuses: ['PLACED'] })).totalCount).toBe(0);
    expect((await find({ createdTo: '2020-01-01T00:00:00Z' })).totalCount).toBe(0);
  });

  test('F21: an invalid key is refused before anything else', async () => {
    const input = await world.input(await world.cart([[await world.variant(1000, 5), 1]]));
    for (const idempotencyKey of ['', 'a b', 'k'.repeat(256), 'ü'])
      await expect(world.checkout({ ...input, idempotencyKey })).rejects.toThrow('BAD_USER_INPUT');
  });

  test('are refused with the error: address, e-mail, method, cart', async () => {
    const cartId = await world.cart([[await world.variant(1000, 5), 1]]);
    const at = { name: ' ', line1: '1 Main Street', city: '', postalCode: '1', country: 'DE' };
    expect(fieldsOf(await world.buy(cartId, { shippingAddress: at }))).toEqual([
      ...['ADDRESS_INVALID input.shippingAddress.name', 'ADDRESS_INVALID input.shippingAddress.city'],
      'ADDRESS_INVALID input.shippingAddress.postalCode',
    ]);
    expect(fieldsOf(await world.buy(cartId, { email: 'ada@example' }))).toEqual(['INVALID input.email']);
    expect(fieldsOf(await world.buy(cartId, { email: null }))).toEqual(['INVALID input.email']);
    expect(fieldsOf(await world.buy(cartId, { shippingMethodId: newId('ship') }))).toEqual([
      'SHIPPING_METHOD_UNAVAILABLE input.shippingMethodId',
    ]);
    const input = await world.input(cartId);
    expect(codesOf(await world.checkout({ ...input, cartId: newId('cart') }))).toEqual(['NOT_FOUND']);
    await expect(world.checkout({ ...input, cartId: newId('ord') })).rejects.toThrow('BAD_USER_INPUT');
    expect(codesOf(await world.checkout(input))).toEqual([]);
  });
});
