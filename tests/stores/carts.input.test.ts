import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import type { Running } from '../../kernel/lifecycle.ts';
import { createLog } from '../../kernel/log.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import { cartsEnv } from '../../subgraphs/carts/env.ts';
import { start } from '../../subgraphs/carts/start.ts';
import { ask, bearer } from '../support/client.ts';
import { type Keys, makeKeys } from '../support/keys.ts';
import { carts as cartsUrl } from '../support/stores.ts';

let keys: Keys;
let server: Running;
beforeAll(async () => {
  keys = await makeKeys();
  const env = cartsEnv.parse({
    NODE_ENV: 'test',
    PORT: '0',
    PUBLIC_URL: 'http://shop.test',
    SERVICE_PRIVATE_KEY: JSON.stringify(keys.privateOf('carts')),
    SERVICE_PUBLIC_KEYS: JSON.stringify(keys.publicKeys),
    CARTS_REDIS_URL: cartsUrl(),
    PRODUCTS_URL: 'http://127.0.0.1:9/graphql',
    ORDERS_URL: 'http://127.0.0.1:9/graphql',
  });
  server = await start(env, createLog('carts', 'silent'));
});
afterAll(() => server.stop());

type Cart = { id: string; version: number; lines: unknown[] };
const send = async <Data>(query: string, variables: object) => {
  const guest = { kind: 'guest', origin: { ip: null, userAgent: null } } as const;
  return ask<Data>(
    server.url,
    query,
    variables,
    bearer(await tokenSigner(keys.privateOf('router')).viewer(guest, 'carts')),
  );
};
const CREATE =
  'mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id version lines { id } } } }';
const ADD =
  'mutation ($input: CartLinesAddInput!) { cartLinesAdd(input: $input) { cart { version } userErrors { code } } }';
const CART = 'query ($id: ID!) { cart(id: $id) { id version lines { id } } }';
const newCart = async (): Promise<Cart> => {
  const { data, text } = await send<{ cartCreate: { cart: Cart } }>(CREATE, { input: {} });
  if (!data) throw new Error(text);
  return data.cartCreate.cart;
};

test.each([0, -1, 1.5, 1000, 10_001, 2_147_483_648, '1', null, true])(
  'E01: a quantity of %j is refused as bad input, and the cart does not change',
  async (quantity) => {
    const cart = await newCart();
    const lines = [{ variantId: newId('var'), quantity }];
    const { errors, data } = await send(ADD, { input: { cartId: cart.id, lines } });
    expect([errors[0]?.extensions.code, data]).toEqual(['BAD_USER_INPUT', null]);
    expect((await send<{ cart: Cart }>(CART, { id: cart.id })).data?.cart).toEqual(cart);
  },
);

test('E01: a literal in the document that is not a valid number is refused as well', async () => {
  const cart = await newCart();
  const input = `{ cartId: "${cart.id}", lines: [{ variantId: "${newId('var')}", quantity: 1e400 }] }`;
  const { errors } = await send(`mutation { cartLinesAdd(input: ${input}) { cart { version } } }`, {});
  expect(errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  expect((await send<{ cart: Cart }>(CART, { id: cart.id })).data?.cart).toEqual(cart);
});
