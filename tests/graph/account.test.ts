import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Running } from '../../kernel/lifecycle.ts';
import { createLog } from '../../kernel/log.ts';
import { paymentsEnv } from '../../subgraphs/payments/env.ts';
import { start } from '../../subgraphs/payments/start.ts';
import { usersEnv } from '../../subgraphs/users/env.ts';
import { adapters } from '../../subgraphs/users/start.ts';
import { ask, must, signedInAs, until } from '../support/client.ts';
import { openShop } from '../support/demo.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { aThing, buy, type Customer, mailedTo, PASSWORD, review, signUp } from '../support/person.ts';

let graph: Graph;
let payments: Running;
let staff: Record<string, string>;
let ada: Customer;
let bob: Customer;
let thing: { variantId: string; productId: string };
let orderId: string;

const startPayments = () =>
  start(paymentsEnv.parse(graph.envOf('payments')), createLog('payments', 'silent'));

beforeAll(async () => {
  graph = await startGraph({ only: ['router', 'users', 'products', 'carts', 'orders'] });
  payments = await startPayments();
  await openShop(graph);
  staff = await signedInAs(graph.url, 'staff@example.com');
  thing = await aThing(graph);
  ada = await signUp(graph, `ada.${randomUUID()}@example.com`, 'Adalbertine', 'Lovelorn');
  bob = await signUp(graph, `bob.${randomUUID()}@example.com`, 'Bobbington', 'Babbage');
  orderId = await buy(graph, ada, thing.variantId, 'Adalbertine Lovelorn');
  await buy(graph, bob, thing.variantId, 'Bobbington Babbage');
  await review(graph, ada.headers, thing.productId, 5, 'What I always wanted.');
  await review(graph, bob.headers, thing.productId, 1, 'Not for me.');
  await must(
    graph.url,
    NEW_CART,
    { input: { lines: [{ variantId: thing.variantId, quantity: 3 }] } },
    ada.headers,
  );
}, 180_000);
afterAll(async () => {
  await payments?.stop();
  await graph?.stop();
});

const NEW_CART =
  'mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } userErrors { code } } }';
const EXPORT =
  'mutation ($password: String!) { accountExport(password: $password) { url userErrors { code } } }';
const DELETE =
  'mutation ($password: String!) { accountDelete(password: $password) { accepted userErrors { code } } }';
const FULFILL =
  'mutation ($input: OrderFulfillInput!) { orderFulfill(input: $input) { order { fulfillments { id } } userErrors { code } } }';
const DELIVERED =
  'mutation ($order: ID!, $parcel: ID!) { orderMarkDelivered(orderId: $order, fulfillmentId: $parcel) { order { status } userErrors { code } } }';
const ORDER = `query ($id: ID!) { order(id: $id) { email status total { amount } lines { id productTitle } shippingAddress { name line1 country } user { id } invoiceUrl
  payments { status amount { amount } method { last4 } } } }`;
const REVIEWS = `query ($id: ID!) { product(id: $id) { rating { count distribution } reviews { nodes { authorName rating body } } } }`;
const SIGN_IN =
  'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken } userErrors { code } } }';
const REFRESH =
  'mutation ($token: String!) { sessionRefresh(refreshToken: $token) { tokens { accessToken } userErrors { code } } }';

type Exported = { accountExport: { url: string | null; userErrors: { code: string }[] } };
type Order = {
  email: string;
  status: string;
  total: { amount: number };
  lines: { id: string; productTitle: string }[];
  shippingAddress: { name: string; line1: string; country: string };
  user: { id: string } | null;
  invoiceUrl: string | null;
  payments: { status: string; amount: { amount: number }; method: { last4: string } | null }[];
};
type Reviews = {
  product: {
    rating: { count: number; distribution: number[] };
    reviews: { nodes: { authorName: string; rating: number; body: string }[] };
  };
};

const orderOf = async () => (await must<{ order: Order }>(graph.url, ORDER, { id: orderId }, staff)).order;
/** Whose customers the payment provider knows. */
const customersAtProvider = async (): Promise<(string | undefined)[]> => {
  const { STRIPE_API_URL, STRIPE_SECRET_KEY } = graph.envOf('payments');
  const response = await fetch(`${STRIPE_API_URL}/v1/customers`, {
    headers: { authorization: `Bearer ${STRIPE_SECRET_KEY}` },
  });
  const { data } = (await response.json()) as { data: { metadata: { user_id?: string } }[] };
  return data.map(({ metadata }) => metadata.user_id);
};

/** Where in a subgraph's database a text stands, jobs and their history aside. */
const placesOf = async (name: 'users' | 'orders' | 'payments', text: string): Promise<string[]> => {
  const sql = new Client({ connectionString: graph.envOf(name)[`${name.toUpperCase()}_DATABASE_URL`] });
  await sql.connect();
  const { rows } = await sql.query(
    "select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const found: string[] = [];
  for (const { table_name } of rows)
    if (
      (await sql.query(`select 1 from "${table_name}" t where strpos(to_jsonb(t)::text, $1) > 0`, [text]))
        .rowCount
    )
      found.push(table_name);
  await sql.end();
  return found;
};

const inUsers = async <Row extends object>(query: string): Promise<Row[]> => {
  const sql = new Client({ connectionString: graph.envOf('users').USERS_DATABASE_URL });
  await sql.connect();
  const { rows } = await sql.query<Row>(query);
  await sql.end();
  return rows;
};
const waitingFor = async (id: string) =>
  (await inUsers<{ waiting: string[] }>(`select waiting from removals where user_id = '${id}'`))[0]
    ?.waiting ?? [];

const deliver = async (): Promise<void> => {
  const lines = (await orderOf()).lines.map(({ id }) => ({ orderLineId: id, quantity: 1 }));
  type Sent = { orderFulfill: { order: { fulfillments: { id: string }[] } } };
  const { orderFulfill } = await must<Sent>(
    graph.url,
    FULFILL,
    { input: { orderId, lines, idempotencyKey: randomUUID() } },
    staff,
  );
  await must(graph.url, DELIVERED, { order: orderId, parcel: orderFulfill.order.fulfillments[0]?.id }, staff);
};

test('an export takes the password, and has all that is held of the caller and nothing of anybody else', async () => {
  const refused = await must<Exported>(graph.url, EXPORT, { password: 'not-my-password' }, ada.headers);
  expect(refused.accountExport).toMatchObject({ url: null, userErrors: [{ code: 'CREDENTIALS_INVALID' }] });
  const { accountExport } = await must<Exported>(graph.url, EXPORT, { password: PASSWORD }, ada.headers);
  const text = await (await fetch(accountExport.url ?? '')).text();
  expect(JSON.parse(text)).toMatchObject({
    account: { id: ada.id, email: ada.email, givenName: 'Adalbertine' },
    products: { reviews: [{ rating: 5, body: 'What I always wanted.' }] },
    carts: { carts: [{ lines: [{ variantId: thing.variantId, quantity: 3 }] }] },
    orders: {
      orders: [{ id: orderId, email: ada.email, shippingAddress: { name: 'Adalbertine Lovelorn' } }],
    },
    payments: { payments: [{ orderId, method: { last4: '4242' } }], paymentMethods: [{ last4: '4242' }] },
  });
  for (const others of [bob.id, bob.email, 'Bobbington', 'Not for me.', ada.refreshToken, PASSWORD])
    expect(text).not.toContain(others);
  expect(text).not.toMatch(/argon2|hash|secret|token|pi_|cus_/i);
  expect((await fetch((accountExport.url ?? '').split('?')[0] ?? '')).status).toBe(404);
});

test('while a service does not answer there is no export, and nothing half given', async () => {
  await payments.stop();
  const { data, errors } = await ask<Exported>(graph.url, EXPORT, { password: PASSWORD }, ada.headers);
  expect([data, errors.map(({ extensions }) => extensions.code)]).toEqual([null, ['SERVICE_UNAVAILABLE']]);
  payments = await startPayments();
});

test('a deleted account is forgotten everywhere, by a service that was down as soon as it answers', async () => {
  await deliver();
  const before = await orderOf();
  await payments.stop();
  expect(await must(graph.url, DELETE, { password: PASSWORD }, ada.headers)).toEqual({
    accountDelete: { accepted: true, userErrors: [] },
  });
  const signIn = await must<{ signIn: { userErrors: object[] } }>(graph.url, SIGN_IN, {
    input: { email: ada.email, password: PASSWORD },
  });
  expect(signIn.signIn.userErrors).toEqual([{ code: 'CREDENTIALS_INVALID' }]);
  expect(await must(graph.url, REFRESH, { token: ada.refreshToken })).toMatchObject({
    sessionRefresh: { tokens: null },
  });
  expect((await ask(graph.url, '{ me { id } }', {}, ada.headers)).data).not.toMatchObject({
    me: { id: ada.id },
  });

  await until('orders to forget', async () => (await placesOf('orders', ada.email)).length === 0);
  expect(await placesOf('payments', ada.id)).not.toEqual([]);
  expect(await placesOf('users', ada.id)).toEqual(['removals']);
  expect(await mailedTo(graph, ada.email, /(Your account is being deleted)/)).toBeTruthy();
  payments = await startPayments();
  await until('payments to forget', async () => (await placesOf('payments', ada.id)).length === 0);
  await until(
    'users to forget',
    async () => [...(await placesOf('users', ada.email)), ...(await placesOf('users', ada.id))].length === 0,
  );
  const after = await orderOf();
  expect(after).toMatchObject({
    status: 'COMPLETED',
    total: before.total,
    shippingAddress: { name: '', line1: '', country: 'DE' },
    user: null,
  });
  expect(after.payments).toMatchObject([{ status: 'CAPTURED', amount: before.total, method: null }]);
  expect(after.invoiceUrl).toContain('/files/orders/invoices/');
  const customers = await customersAtProvider();
  expect([customers.includes(bob.id), customers.includes(ada.id)]).toEqual([true, false]);
}, 120_000);

test('the review of somebody who has gone has no name, and its stars count', async () => {
  const { product } = await until('the review without a name', async () => {
    const seen = await must<Reviews>(graph.url, REVIEWS, { id: thing.productId }, staff);
    return seen.product.reviews.nodes.some(({ authorName }) => authorName === 'A customer') && seen;
  });
  expect(product.rating).toEqual({ count: 2, distribution: [1, 0, 0, 0, 1] });
  expect(product.reviews.nodes).toContainEqual({
    authorName: 'A customer',
    rating: 5,
    body: 'What I always wanted.',
  });
  expect(product.reviews.nodes).toContainEqual({
    authorName: 'Bobbington B.',
    rating: 1,
    body: 'Not for me.',
  });
});

test('the owner is told, and the same address may sign up again, as somebody new', async () => {
  expect(await mailedTo(graph, ada.email, /(Your account was deleted)/)).toBeTruthy();
  const again = await signUp(graph, ada.email, 'Ada', 'Again');
  expect(again.id).not.toBe(ada.id);
  const { me } = await must<{ me: object }>(
    graph.url,
    '{ me { orders { totalCount } cart { lines { id } } paymentMethods { id } } }',
    {},
    again.headers,
  );
  expect(me).toEqual({ orders: { totalCount: 0 }, cart: { lines: [] }, paymentMethods: [] });
});

test('a service whose jobs ran out is asked again at night, until it has forgotten', async () => {
  const carl = await signUp(graph, `carl.${randomUUID()}@example.com`, 'Carl', 'Gone');
  await payments.stop();
  await must(graph.url, DELETE, { password: PASSWORD }, carl.headers);
  await until('the others to forget', async () => (await waitingFor(carl.id)).join() === 'payments');
  await inUsers(
    `delete from graphile_worker._private_jobs where key = 'personalDataErase payments ${carl.id}'`,
  );
  payments = await startPayments();
  const env = usersEnv.parse(graph.envOf('users'));
  const { ports, resources } = await adapters(env, createLog('users', 'silent'));
  await ports.cleanUp(new Date());
  for (const resource of resources) await resource.close();
  expect(await mailedTo(graph, carl.email, /(Your account was deleted)/)).toBeTruthy();
  expect(await placesOf('users', carl.id)).toEqual([]);
});
