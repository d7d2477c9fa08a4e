import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessToken, ask, startWorld, type World } from './fixtures.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

test('a query over three subgraphs is answered as one', async () => {
  const token = await accessToken();
  const { status, data, errors } = await ask(
    world.url,
    '{ me { id cart { itemCount } orders { nodes { number } } } products(first: 2) { nodes { title inCarts } } }',
    { token },
  );
  expect(errors).toBeUndefined();
  expect(status).toBe(200);
  expect(data).toMatchObject({
    me: { cart: { itemCount: 1 }, orders: { nodes: [{ number: '1' }] } },
    products: { nodes: [{ title: 'Product p0', inCarts: 2 }, { inCarts: 2 }] },
  });
});

test('without a token the caller is a guest', async () => {
  expect((await ask(world.url, '{ me { id } }')).data).toEqual({ me: null });
});
