import { randomUUID } from 'node:crypto';
import { Agent, setGlobalDispatcher } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Running } from '../../kernel/lifecycle.ts';
import { ADDRESS, newVariant, orderBy, stockOf } from '../support/buying.ts';
import { must, signedInAs, until } from '../support/client.ts';
import { openShop } from '../support/demo.ts';
import { type Graph, startGraph } from '../support/graph.ts';
import { freePort } from '../support/ports.ts';
import { type Process, startProcess } from '../support/process.ts';
import { openRotation, type Rotation } from '../support/rotation.ts';
import { startTraffic } from '../support/traffic.ts';

const NAMES = ['users', 'products', 'carts', 'orders', 'payments', 'router'] as const;
type Name = (typeof NAMES)[number];
/** How long a process that stops still takes requests; those that call it keep no connection idle for so long. */
const NOTICE_MS = 2_000;
const STOCK = 1_000;

/** As an ingress does, clients let an idle connection go before the router would. */
setGlobalDispatcher(new Agent({ keepAliveTimeout: 1_000, keepAliveMaxTimeout: 1_000 }));

let graph: Graph;
let rotations: ReadonlyMap<Name, Rotation>;
const running = new Map<Name, Process>();
const successors: Running[] = [];

const rotationOf = (name: Name): Rotation => rotations.get(name) as Rotation;
/** A process with a port of its own, in the rotation as soon as it is ready. */
const startOne = async (name: Name): Promise<void> => {
  const main = name === 'router' ? name : `subgraphs/${name}`;
  const port = await freePort();
  running.set(
    name,
    await startProcess(main, { ...graph.envOf(name), PORT: String(port), STOP_NOTICE_MS: String(NOTICE_MS) }),
  );
  await rotationOf(name).add(port);
};
/** Another one takes over; then the process is told to stop, and is gone. Answers its exit code. */
const replace = async (name: Name): Promise<number | null> => {
  const port = await freePort();
  successors.push(await graph.run(name, port));
  await rotationOf(name).add(port);
  const old = running.get(name) as Process;
  await old.stop();
  rotationOf(name).forget(Number(new URL(old.url).port));
  return old.exitCode();
};

let staff: Record<string, string>;
let shopper: Record<string, string>;
let variant: string;
beforeAll(async () => {
  graph = await startGraph({ only: [] });
  const opened = NAMES.map(
    async (name) => [name, await openRotation(Number(graph.envOf(name).PORT))] as const,
  );
  rotations = new Map(await Promise.all(opened));
  await Promise.all(NAMES.map(startOne));
  await openShop(graph);
  [staff, shopper] = await Promise.all([
    signedInAs(graph.url, 'staff@example.com'),
    signedInAs(graph.url, 'customer@example.com'),
  ]);
  variant = await newVariant(graph.url, staff, STOCK);
});
afterAll(async () => {
  await Promise.all([...running.values(), ...successors].map((each) => each.stop()));
  await Promise.all([...(rotations?.values() ?? [])].map((rotation) => rotation.close()));
  await graph?.stop();
});

const PAGE = `query ($sku: String, $query: String) { productVariant(sku: $sku) { id } categories { name }
  products(query: $query, first: 3) { totalCount nodes { id title } } }`;
const ACCOUNT =
  '{ me { email addresses { id } orders(first: 1) { totalCount } payments(first: 1) { totalCount } cart { itemCount } } }';
const RENAME =
  'mutation ($input: ProfileUpdateInput!) { profileUpdate(input: $input) { user { givenName } userErrors { code } } }';
const ADJUST =
  'mutation ($input: StockAdjustInput!) { stockAdjust(input: $input) { variant { id } userErrors { code } } }';
const CREATE =
  'mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } userErrors { code } } }';
const OFFER = `query ($id: ID!, $address: PostalAddressInput, $method: ID) { cart(id: $id) {
  shippingMethods(shippingAddress: $address) { method { id } }
  quote(shippingAddress: $address, shippingMethodId: $method) { total { amount currency } } } }`;
const CHECKOUT = `mutation ($input: CheckoutInput!) { checkout(input: $input) {
  order { id } payment { id clientSecret } orderToken userErrors { code message } } }`;
const CONFIRM =
  'mutation ($input: PaymentConfirmInput!) { paymentConfirm(input: $input) { payment { id } userErrors { code message } } }';

type Mutated = { userErrors: { code: string }[] };
/** The only field of a mutation that was not refused. */
const change = async <T>(
  mutation: string,
  input: object,
  headers: Record<string, string> = {},
): Promise<T> => {
  const [payload] = Object.values(
    await must<Record<string, T & Mutated>>(graph.url, mutation, { input }, headers),
  );
  if (!payload || payload.userErrors.length > 0)
    throw new Error(`${mutation.slice(0, 40)}: ${JSON.stringify(payload)}`);
  return payload;
};

type Offered = { cart: { shippingMethods: { method: { id: string } }[]; quote: { total: object } } };
type Bought = { payment: { id: string; clientSecret: string }; orderToken: string };
const tokens: string[] = [];
const buy = async (): Promise<void> => {
  const { cart } = await change<{ cart: { id: string } }>(CREATE, {
    lines: [{ variantId: variant, quantity: 1 }],
  });
  const offer = (method?: string) =>
    must<Offered>(graph.url, OFFER, { id: cart.id, address: ADDRESS, method });
  const shippingMethodId = (await offer()).cart.shippingMethods[0]?.method.id;
  const expectedTotal = (await offer(shippingMethodId)).cart.quote.total;
  const where = { cartId: cart.id, email: 'guest@example.com', shippingAddress: ADDRESS, shippingMethodId };
  const bought = await change<Bought>(CHECKOUT, { ...where, expectedTotal, idempotencyKey: randomUUID() });
  tokens.push(bought.orderToken);
  const { id: paymentId, clientSecret } = bought.payment;
  await change(CONFIRM, {
    paymentId,
    clientSecret,
    paymentMethodId: 'pm_card_visa',
    idempotencyKey: randomUUID(),
  });
};

test('I04: while each process is replaced in turn, no request of buyers, customers and staff fails, and every order is placed', async () => {
  let adjusted = 0;
  const traffic = startTraffic({
    buying: buy,
    browsing: () => must(graph.url, PAGE, { sku: randomUUID(), query: 'thing' }),
    reading: () => must(graph.url, ACCOUNT, {}, shopper),
    renaming: () => change(RENAME, { givenName: `Ada ${randomUUID().slice(0, 4)}` }, shopper),
    restocking: async () => {
      await change(
        ADJUST,
        { variantId: variant, delta: 1, reason: 'found', idempotencyKey: randomUUID() },
        staff,
      );
      adjusted++;
    },
  });
  for (const name of NAMES) {
    const [exitCode] = await Promise.all([replace(name), traffic.more(1)]);
    expect([name, exitCode, traffic.failures]).toEqual([name, 0, []]);
  }
  await traffic.more(2);
  await traffic.leave();
  expect(traffic.failures).toEqual([]);

  for (const token of tokens)
    await until(
      'the order to be placed',
      async () => (await orderBy(graph.url, token))?.status === 'PLACED',
      60_000,
    );
  const left = STOCK + adjusted - tokens.length;
  expect(await stockOf(graph.url, staff, variant)).toEqual({ onHand: left, reserved: 0, available: left });
});
