import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkout, checkoutInput, eventually, newVariants, pay, placed, stockOf } from '../support/buying.ts';
import { mustInTime, signedInAs, until } from '../support/client.ts';
import { type SmallShop, startSmallShop } from '../support/smallShop.ts';
import { cancel, cancellable, endOf, rightEnd } from './crash.cancel.ts';
import { CANCELLATIONS, PLACES, type Row, table } from './crash.places.ts';

/** Shops side by side: while one starts a process again, the others have the processor. */
const SHOPS = 2;
/** What the others wait before they take a process for dead. */
const IMPATIENT = { JOBS_RESCUE_MS: '500', STRIPE_TIMEOUT_MS: '1500' };
const PATIENCE_MS = 100_000;
/** What a cancelled order may take to its end by itself, the start of a process included. */
const END_MS = 30_000;
const LONG_MS = 240_000;
const LOOK_MS = 20;

type Lane = Readonly<{ shop: SmallShop; staff: Record<string, string> }>;
const lanes: Lane[] = [];
const free: Lane[] = [];
const rows: Row[] = [];

const openLane = async (): Promise<void> => {
  const shop = await startSmallShop(IMPATIENT);
  const staff = await eventually('the staff to sign in', () =>
    signedInAs(shop.url, 'staff@example.com').catch(() => null),
  );
  const lane = { shop, staff };
  lanes.push(lane);
  give(lane);
};
/** The work begins in the first shop while the next is opened. */
let opened: Promise<unknown>;
beforeAll(async () => {
  const first = openLane();
  opened = Array.from({ length: SHOPS - 1 }).reduce<Promise<void>>((before) => before.then(openLane), first);
  opened.catch(() => undefined);
  await first;
}, LONG_MS);
afterAll(async () => {
  process.stdout.write(table(rows));
  await opened.catch(() => undefined);
  await Promise.all(lanes.map(({ shop }) => shop.stop()));
});

const waiting: ((lane: Lane) => void)[] = [];
/** Whoever came first has the next shop that is free. */
const inLane = async (work: (lane: Lane) => Promise<void>): Promise<void> => {
  const lane = free.shift() ?? (await new Promise<Lane>((next) => waiting.push(next)));
  await work(lane).finally(() => give(lane));
};
const give = (lane: Lane): void => {
  const next = waiting.shift();
  if (next) next(lane);
  else free.push(lane);
};

type Cart = { id: string; version: number; lines: { id: string }[] };
const CREATE =
  'mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id version lines { id } } } }';
const UPDATE =
  'mutation ($input: CartLinesUpdateInput!) { cartLinesUpdate(input: $input) { userErrors { code } } }';
const CLEAR = 'mutation ($id: ID!) { cartClear(cartId: $id) { userErrors { code } } }';

const newCart = async (url: string, variants: readonly string[]): Promise<Cart> => {
  const lines = variants.map((variantId) => ({ variantId, quantity: 1 }));
  return (await mustInTime<{ cartCreate: { cart: Cart } }>(url, CREATE, { input: { lines } })).cartCreate
    .cart;
};
/** Sent again it is a conflict, where the answer was lost and not the change. */
const wantTwo = ({ url }: SmallShop, { id, version, lines: [line] }: Cart) =>
  mustInTime(url, UPDATE, {
    input: { cartId: id, expectedVersion: version, lines: [{ lineId: line?.id, quantity: 2 }] },
  });
const isClosed = async ({ url }: SmallShop, { id }: Cart): Promise<boolean> => {
  const { cartClear } = await mustInTime<{ cartClear: { userErrors: { code: string }[] } }>(url, CLEAR, {
    id,
  });
  return cartClear.userErrors[0]?.code === 'CART_CLOSED';
};

/** When the process died. */
const death = async ({ hasKilled }: SmallShop): Promise<number> => {
  const until = Date.now() + LONG_MS;
  while (!hasKilled() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  return Date.now();
};

test.concurrent.each(PLACES)(
  'I01: kill -9 at %s: one order, placed by itself, paid once, stock right',
  { timeout: LONG_MS },
  (place) =>
    inLane(async ({ shop, staff }) => {
      const { url, killAt } = shop;
      const isChange = place.startsWith('carts.change');
      const variants = await eventually('a product', () => newVariants(url, staff, 2, 5).catch(() => null));
      const cart = await newCart(url, variants);
      if (isChange) killAt(place);
      await wantTwo(shop, cart);
      const input = await checkoutInput(url, cart.id);
      if (!isChange) killAt(place);
      const died = death(shop);
      const bought = await checkout(url, input);
      expect(bought.userErrors).toEqual([]);
      await pay(url, bought);
      const order = await placed(url, bought);
      await until('the step to be reached', async () => shop.hasKilled(), PATIENCE_MS);
      await eventually('the cart to be closed', () => isClosed(shop, cart));
      rows.push({ place, end: `${order.status}, ${order.paymentStatus}`, ms: Date.now() - (await died) });

      expect(order.timeline.filter(({ kind }) => kind === 'PAYMENT_CAPTURED')).toHaveLength(1);
      expect((await checkout(url, input)).order?.id, 'the same key is the same order').toBe(bought.order?.id);
      const stock = await Promise.all(variants.map((id) => stockOf(url, staff, id)));
      expect(stock).toEqual([3, 4].map((onHand) => ({ onHand, reserved: 0, available: onHand })));
    }),
);

test.concurrent.each(CANCELLATIONS)(
  'I01: %s is cancelled, kill -9 at %s: stock, money and promotion back by itself, once',
  { timeout: LONG_MS },
  (which, place) =>
    inLane(async ({ shop, staff }) => {
      const isPaid = which === 'a placed order';
      const buyer = await cancellable(shop, staff, isPaid);
      shop.killAt(place);
      const died = death(shop);
      expect(await cancel(shop, buyer)).toEqual({ id: buyer.bought.order?.id, status: 'CANCELLED' });
      await until('the step to be reached', async () => shop.hasKilled(), PATIENCE_MS);
      await until(
        'the right end',
        async () => isDeepStrictEqual(await endOf(shop, staff, buyer), rightEnd(isPaid)),
        END_MS,
      ).catch(async () => {
        expect(await endOf(shop, staff, buyer)).toEqual(rightEnd(isPaid));
      });
      rows.push({
        place,
        end: `CANCELLED, ${rightEnd(isPaid).paymentStatus}`,
        ms: Date.now() - (await died),
      });
      expect(await cancel(shop, buyer), 'asked again it is the same').toEqual({
        id: buyer.bought.order?.id,
        status: 'CANCELLED',
      });
      expect((await checkout(shop.url, buyer.input)).order?.id, 'the same key is the same order').toBe(
        buyer.bought.order?.id,
      );
      expect(await endOf(shop, staff, buyer)).toEqual(rightEnd(isPaid));
    }),
);

test('I01: after all tests the ledger of every shop agrees', { timeout: LONG_MS }, async () => {
  await opened;
  const found = await Promise.all(lanes.map(({ shop }) => shop.reconcile(PATIENCE_MS)));
  expect(found.flatMap(({ faults }) => faults)).toEqual([]);
  expect(found.reduce((all, { checked }) => all + checked, 0)).toBeGreaterThanOrEqual(
    PLACES.length + CANCELLATIONS.length,
  );
});
