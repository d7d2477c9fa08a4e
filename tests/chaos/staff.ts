import { type Actor, pause, signIn } from './world.ts';

const ADJUST =
  'mutation ($input: StockAdjustInput!) { stockAdjust(input: $input) { variant { id } userErrors { code } } }';
const ORDERS = `query { orders(first: 20) { nodes { id status paymentStatus fulfillmentStatus lines { id quantity } } } }`;
const FULFILL =
  'mutation ($input: OrderFulfillInput!) { orderFulfill(input: $input) { order { id } userErrors { code } } }';
const REFUND =
  'mutation ($input: OrderRefundInput!) { orderRefund(input: $input) { order { id } userErrors { code } } }';
const NOTE =
  'mutation ($input: OrderNoteAddInput!) { orderNoteAdd(input: $input) { order { id } userErrors { code } } }';
const REPORT =
  'query ($from: DateTime!, $to: DateTime!) { salesReport(from: $from, to: $to, by: DAY) { totals { orders } } }';

type Errors = { userErrors: { code: string }[] };
type Listed = {
  userErrors?: never[];
  nodes: { id: string; status: string; paymentStatus: string; lines: { id: string; quantity: number }[] }[];
};

/** Works at the shop until the run is over: stock, parcels, refunds, notes, reports. */
export const workAtShop = async (actor: Actor): Promise<void> => {
  const { world, random } = actor;
  while (!world.isOver()) {
    if (await signIn(world, world.staff))
      await random.pick([adjust, adjust, handleOrder, handleOrder, report])(actor);
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
    const input = { variantId, delta, reason: 'chaos', idempotencyKey: key };
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

const handleOrder = async ({ world, random }: Actor): Promise<void> => {
  const { payload } = await world.client.send<Listed>('orders', ORDERS, {}, world.staff.headers);
  const placed = payload?.nodes?.filter(({ status }) => status === 'PLACED') ?? [];
  if (placed.length === 0) return;
  const order = random.pick(placed);
  const [line] = order.lines;
  if (!line) return;
  const one = {
    orderId: order.id,
    lines: [{ orderLineId: line.id, quantity: 1 }],
    idempotencyKey: random.key(),
  };
  const send = (kind: string, query: string, input: object) =>
    world.client.send<Errors>(kind, query, { input }, world.staff.headers);
  const work = random.pick([
    () => send('orderFulfill', FULFILL, one),
    () => send('orderRefund', REFUND, { ...one, reason: 'damaged', restock: random.chance(0.5) }),
    () =>
      send('orderRefund', REFUND, {
        orderId: order.id,
        reason: 'gesture',
        amount: { amount: random.int(1, 50), currency: 'EUR' },
        idempotencyKey: random.key(),
      }),
    () => send('orderNoteAdd', NOTE, { orderId: order.id, body: 'seen by staff' }),
  ]);
  await work();
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
