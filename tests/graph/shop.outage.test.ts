import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Running } from '../../kernel/lifecycle.ts';
import { newCart, newVariant } from '../support/buying.ts';
import { ask, mustInTime, signedInAs } from '../support/client.ts';
import { type ClosableProxy, closableProxyTo } from '../support/closableProxy.ts';
import { openShop } from '../support/demo.ts';
import { type Graph, startGraph } from '../support/graph.ts';

const SERVICES = ['users', 'products', 'carts', 'orders', 'payments'] as const;
type Service = (typeof SERVICES)[number];

/** The stores that restart, what is read of them by how many statements, and how many connections a service may have: its pools, and what watches. */
const STORES = {
  MONGODB_URL: { read: '{ product(slug: "none") { id } }', statements: 1, connections: 32 + 3 },
  ORDERS_DATABASE_URL: {
    read: '{ me { orders(first: 1) { totalCount } } }',
    statements: 2,
    connections: 2 * 10 + 2,
  },
} as const;
type Store = keyof typeof STORES;
const doors = new Map<string, ClosableProxy>();
const throughDoors = async (shared: Readonly<Record<string, string>>): Promise<Record<string, string>> => {
  const rewired = Object.keys(STORES).map(async (store) => {
    const url = new URL(shared[store] ?? '');
    const door = await closableProxyTo(Number(url.port));
    doors.set(store, door);
    url.port = String(door.port);
    return [store, url.href] as const;
  });
  return Object.fromEntries(await Promise.all(rewired));
};

let graph: Graph;
let running: Map<Service, Running>;
let cartId: string;
let shopper: Record<string, string>;
beforeAll(async () => {
  graph = await startGraph({ only: ['router'], rewire: throughDoors });
  running = new Map(await Promise.all(SERVICES.map(async (name) => [name, await graph.run(name)] as const)));
  await openShop(graph);
  cartId = await newCart(
    graph.url,
    await newVariant(graph.url, await signedInAs(graph.url, 'staff@example.com'), 5),
  );
  shopper = await signedInAs(graph.url, 'customer@example.com');
}, 180_000);
afterAll(async () => {
  await Promise.all([...running.values()].map((service) => service.stop()));
  await graph?.stop();
  await Promise.all([...doors.values()].map((door) => door.close()));
});

/** One root field for each service, so that what one cannot give takes nothing of another with it. */
const HOME = `query Home($cart: ID!) { users: me { email } carts: cart(id: $cart) { itemCount } products: cart(id: $cart) { subtotal { amount } }
  orders: me { orders(first: 1) { totalCount } } payments: me { payments(first: 1) { totalCount } } }`;
const PAGE = '{ products(first: 3) { totalCount nodes { id title } } categories { name } }';
type Home = Readonly<Record<Service, unknown>>;

test.each(SERVICES)(
  'I22: with %s stopped, the home page has what the others give, and a kept page is there at once',
  async (name) => {
    const warm = await ask(graph.url, PAGE);
    expect(warm.errors).toEqual([]);
    await running.get(name)?.stop();

    const home = await ask<Home>(graph.url, HOME, { cart: cartId }, shopper);
    expect(home.status, home.text).toBe(200);
    expect(home.data?.[name], home.text).toBeNull();
    expect(home.errors.map(({ extensions }) => extensions.code)).toContain('SERVICE_UNAVAILABLE');
    expect(home.text).not.toMatch(/127\.0\.0\.1|ECONN|stack/);
    expect(home.data?.[name === 'users' ? 'carts' : 'users'], home.text).not.toBeNull();
    const kept = await ask(graph.url, PAGE);
    expect([kept.errors, kept.data]).toEqual([[], warm.data]);
    expect((await fetch(`${graph.url}/readyz`)).status).toBe(200);

    running.set(name, await graph.run(name));
  },
);

const HERD = 500;
/** Each sends a text of its own, so that no cache answers it. */
const herd = <T>(send: (text: string) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: HERD }, (_, i) => send(`# ${i}`)));

test.each(Object.keys(STORES) as Store[])(
  'I09: a herd meets %s while it restarts: no storm of retries, no connection above the pool',
  async (store) => {
    const [door, { read, statements, connections }] = [doors.get(store), STORES[store]];
    if (!door) throw new Error(`there is no door to ${store}`);
    door.shut();
    const away = await herd((text) => ask(graph.url, `${read} ${text}`, {}, shopper));
    expect(new Set(away.map(({ errors }) => errors[0]?.extensions.code))).toEqual(
      new Set(['SERVICE_UNAVAILABLE']),
    );
    expect(door.tried()).toBeLessThanOrEqual(1.1 * HERD * statements);
    door.open();
    await herd((text) => mustInTime(graph.url, `${read} ${text}`, {}, shopper));
    expect(door.most()).toBeLessThanOrEqual(connections);
  },
);

const INJECTIONS = [
  `' OR '1'='1`,
  `1; DROP TABLE users--`,
  `" || 1==1 //`,
  `1' AND SLEEP(5)-- -`,
  `\\'; return true; //`,
  `{"$gt":""}`,
];
const INPUTS: Readonly<Record<string, (text: string) => [query: string, variables: object]>> = {
  'a product’s slug': (text) => ['query ($x: String!) { product(slug: $x) { id } }', { x: text }],
  'an article’s number': (text) => ['query ($x: String!) { productVariant(sku: $x) { id } }', { x: text }],
  'a category’s slug': (text) => ['query ($x: String!) { category(slug: $x) { id } }', { x: text }],
  'the words of a search': (text) => [
    'query ($x: String!) { products(query: $x) { totalCount } }',
    { x: `zzzz${text}zzzz` },
  ],
  'an order’s token': (text) => ['query ($x: String!) { orderByToken(token: $x) { id } }', { x: text }],
  'an e-mail with its password': (text) => [
    'mutation ($x: SignInInput!) { signIn(input: $x) { tokens { accessToken } } }',
    { x: { email: `${text}@example.com`, password: text } },
  ],
};

test.each(Object.keys(INPUTS))('A27: what injects statements is text in %s', async (name) => {
  for (const text of INJECTIONS) {
    const answer = await ask<Record<string, unknown>>(graph.url, ...(INPUTS[name]?.(text) ?? ['', {}]));
    const found = JSON.stringify(answer.data ?? null);
    expect(found, answer.text).toMatch(/^(null|\{"\w+":(null|\{"(totalCount|tokens)":(0|null)\})\})$/);
    for (const { extensions } of answer.errors)
      expect(extensions.code, answer.text).not.toBe('INTERNAL_SERVER_ERROR');
    expect(answer.text).not.toMatch(/syntax|postgres|mongo|prisma|stack/i);
  }
});
