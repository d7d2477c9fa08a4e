import type { RequestKind } from './checker/history.ts';
import { type Actor, pause, signIn } from './world.ts';

const ADJUST =
  'mutation ($input: StockAdjustInput!) { stockAdjust(input: $input) { variant { id } userErrors { code } } }';
const ORDERS = `query { orders(first: 20) { nodes {
  id status paymentStatus fulfillmentStatus lines { id quantity } fulfillments { id deliveredAt } } } }`;
const FULFILL =
  'mutation ($input: OrderFulfillInput!) { orderFulfill(input: $input) { order { id } userErrors { code } } }';
const REFUND =
  'mutation ($input: OrderRefundInput!) { orderRefund(input: $input) { order { id } userErrors { code } } }';
const NOTE =
  'mutation ($input: OrderNoteAddInput!) { orderNoteAdd(input: $input) { order { id } userErrors { code } } }';
const DELIVERED = `mutation ($orderId: ID!, $id: ID!) {
  orderMarkDelivered(orderId: $orderId, fulfillmentId: $id) { order { id } userErrors { code } } }`;
const EDIT =
  'mutation ($input: ProductUpdateInput!) { productUpdate(input: $input) { product { id } userErrors { code } } }';
const REPORT =
  'query ($from: DateTime!, $to: DateTime!) { salesReport(from: $from, to: $to, by: DAY) { totals { orders } } }';

type Errors = { userErrors: { code: string }[] };
type ListedOrder = Readonly<{
  id: string;
  status: string;
  paymentStatus: string;
  lines: readonly { id: string; quantity: number }[];
  fulfillments: readonly { id: string; deliveredAt: string | null }[];
}>;
type Listed = { userErrors?: never[]; nodes: ListedOrder[] };

/** Works at the shop until the run is over: stock, parcels, refunds, notes, reports. */
export const workAtShop = async (actor: Actor): Promise<void> => {
  const { world, random } = actor;
  while (!world.isOver()) {
    if (await signIn(world, world.staff))
      await random.pick([adjust, adjust, handleOrder, handleOrder, handleOrder, edit, report])(actor);
    await pause(random.int(50, 400));
  }
};

const adjust = async ({ world, random }: Actor): Promise<void> => {
  const key = random.key();
  const variantId = random.pick(world.variants);
  const delta = random.pick([1, 2, 3, 5, 8, -1, -2]);
  await finishAdjustment(world, key, variantId, delta);
};

/** Sends an adjustment until it is answered, at most a few times. What stays open is finished after the faults. */
export const finishAdjustment = async (
  world: Actor['world'],
  key: string,
  variantId: string,
  delta: number,
  tries = 4,
): Promise<void> => {
  for (let left = tries; left > 0; left--) {
    const input = { variantId, delta, reason: key, idempotencyKey: key };
    const { outcome } = await world.client.send<Errors>(
      'stockAdjust',
      ADJUST,
      { input },
      world.staff.headers,
    );
    world.recorder.adjustment(key, variantId, delta, outcome);
    if (outcome !== 'failed') return;
    await pause(300);
  }
};

const handleOrder = async (actor: Actor): Promise<void> => {
  const { world, random } = actor;
  const { payload } = await world.client.send<Listed>('orders', ORDERS, {}, world.staff.headers);
  const placed = payload?.nodes?.filter(({ status }) => status === 'PLACED') ?? [];
  if (placed.length === 0) return;
  await random.pick([fulfill, fulfill, deliver, refundItem, refundAmount, note])(actor, random.pick(placed));
};

/** Sends a request with a key that names what it leaves behind, again where it got no answer and `isRepeatable`. */
const leave = async (
  { world }: Actor,
  kind: RequestKind,
  operation: readonly [name: string, query: string],
  input: Readonly<{ orderId: string; body?: string }>,
  key: string,
  { amount = null, isRepeatable = true }: Readonly<{ amount?: number | null; isRepeatable?: boolean }> = {},
): Promise<void> => {
  const { client, recorder, staff } = world;
  for (let left = isRepeatable ? TRIES : 1; left > 0; left--) {
    recorder.request(kind, key, input.orderId, 'failed', amount);
    const [name, query] = operation;
    const { outcome } = await client.send<Errors>(name, query, { input }, staff.headers);
    recorder.request(kind, key, input.orderId, outcome, amount);
    if (outcome !== 'failed') return;
    await pause(300);
  }
};
const TRIES = 4;

const oneOf = (orderId: string, [line]: ListedOrder['lines'], key: string) => ({
  orderId,
  lines: line ? [{ orderLineId: line.id, quantity: 1 }] : [],
  idempotencyKey: key,
});

const fulfill = async (actor: Actor, { id, lines }: ListedOrder): Promise<void> => {
  const key = actor.random.key();
  const input = { ...oneOf(id, lines, key), carrier: 'DHL', trackingNumber: key };
  await leave(actor, 'fulfillment', ['orderFulfill', FULFILL], input, key);
};

const deliver = async ({ world }: Actor, { id, fulfillments }: ListedOrder): Promise<void> => {
  const parcel = fulfillments.find(({ deliveredAt }) => deliveredAt === null);
  if (!parcel) return;
  const variables = { orderId: id, id: parcel.id };
  await world.client.send<Errors>('orderMarkDelivered', DELIVERED, variables, world.staff.headers);
};

const refundItem = async (actor: Actor, { id, lines }: ListedOrder): Promise<void> => {
  const key = actor.random.key();
  const input = { ...oneOf(id, lines, key), reason: key, restock: actor.random.chance(0.5) };
  await leave(actor, 'refund', ['orderRefund', REFUND], input, key);
};

const refundAmount = async (actor: Actor, { id }: ListedOrder): Promise<void> => {
  const key = actor.random.key();
  const amount = actor.random.int(1, 50);
  const money = { amount, currency: 'EUR' };
  const input = { orderId: id, reason: key, amount: money, idempotencyKey: key };
  await leave(actor, 'refund', ['orderRefund', REFUND], input, key, { amount });
};

/** A note has no key of its own, so that it is not sent again. */
const note = async (actor: Actor, { id }: ListedOrder): Promise<void> => {
  const key = actor.random.key();
  await leave(actor, 'note', ['orderNoteAdd', NOTE], { orderId: id, body: key }, key, {
    isRepeatable: false,
  });
};

/** Gives the product another title. Several do so at once. */
const edit = async ({ world, random }: Actor): Promise<void> => {
  const title = `Hot thing ${random.key()}`;
  const { client, recorder, staff, productId } = world;
  const answered = recorder.write(`title ${productId}`, title);
  const input = { id: productId, title };
  const { outcome } = await client.send<Errors>('productUpdate', EDIT, { input }, staff.headers);
  answered(outcome);
};

const report = async ({ world }: Actor): Promise<void> => {
  const to = new Date();
  const from = new Date(to.getTime() - 3_600_000);
  await world.client.send<{ userErrors?: never[] }>(
    'salesReport',
    REPORT,
    { from: from.toISOString(), to: to.toISOString() },
    world.staff.headers,
  );
};
