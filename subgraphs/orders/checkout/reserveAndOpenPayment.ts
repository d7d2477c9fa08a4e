import { setTimeout as wait } from 'node:timers/promises';
import type { PaymentId } from '../../../kernel/ids.ts';
import { done, type Refusal } from '../../../kernel/outcome.ts';
import { cancelIfPending } from '../lifecycle/cancellation.ts';
import { captureAndPlace } from '../lifecycle/saga.ts';
import { withFailpoint } from '../lifecycle/steps.ts';
import { type OrderChange, systemEvents } from '../order/change.ts';
import { isExpired, isPayable, type Order, type Shortage } from '../order/order.ts';
import { STEP } from '../order/statuses.ts';
import { quantityByVariant } from '../pricing/cart.ts';
import type { CheckoutPorts } from './ports.ts';

/** The order's current state, and the client secret if it can be paid. */
export type CheckoutProgress = Readonly<{
  order: Order;
  clientSecret: string | null;
  refusals?: readonly Refusal[];
}>;

/** Reserves the stock, then opens a payment of exactly the total. Safe to repeat and to run concurrently. */
export const reserveAndOpenPayment =
  (ports: CheckoutPorts) =>
  async (order: Order): Promise<CheckoutProgress> => {
    const { id, total } = order;
    const lines = [...quantityByVariant(order.lines)].map(([variantId, quantity]) => ({
      variantId,
      quantity,
    }));
    const { reserved, shortages } = await withFailpoint('reserve', () =>
      ports.catalogue.reserve(id, lines, order.expiresAt),
    );
    if (!reserved)
      return {
        order: await cancelForShortage(
          ports,
          order,
          'The items sold out before they could be reserved.',
          shortages,
        ),
        clientSecret: null,
      };
    const opened = total.amount === 0 ? null : await withFailpoint('open', () => ports.payments.open(order));
    if (opened && 'refusals' in opened) return cancelRefusedPayment(ports, order, opened.refusals);
    const current = await updateOrder(ports, order, (one) => paymentOpened(one, opened));
    if (total.amount > 0) return { order: current, clientSecret: opened?.clientSecret ?? null };
    await captureAndPlace(ports)(id);
    return { order: (await ports.orders.find([id]))[0] ?? current, clientSecret: null };
  };

const paymentOpened = (
  order: Order,
  opened: Readonly<{ paymentId: PaymentId }> | null,
): OrderChange | null => {
  const next = STEP[order.step].OPEN;
  if (!next) return null;
  return {
    set: { step: next, paymentId: opened?.paymentId ?? null },
    events: systemEvents('STOCK_RESERVED', ...(opened ? (['PAYMENT_OPENED'] as const) : [])),
  };
};

/** Cancels an order whose payment the provider refuses. An order that has moved on stays as it is. */
export const cancelRefusedPayment = async (
  ports: CheckoutPorts,
  known: Order,
  refusals: readonly Refusal[],
): Promise<CheckoutProgress> => {
  const order = await cancelForShortage(
    ports,
    known,
    refusals[0]?.message ?? 'The payment could not be opened.',
    [],
  );
  return { order, clientSecret: null, ...(order.status === 'CANCELLED' ? { refusals } : {}) };
};

/** Cancels an order that cannot be fulfilled, and releases its promotions and its key, so that the buyer can order again with the same key. */
const cancelForShortage = (
  { clock, ...ports }: CheckoutPorts,
  order: Order,
  reason: string,
  shortages: readonly Shortage[],
): Promise<Order> =>
  updateOrder(ports, order, (current) => {
    if (shortages.length > 0 && current.step !== 'CREATED') return null;
    const change = cancelIfPending(current, { reason, by: { actor: 'SYSTEM' }, now: clock(), silent: true });
    return change && { ...change, set: { ...change.set, shortages }, releaseKey: true };
  });

const updateOrder = async (
  { orders }: Pick<CheckoutPorts, 'orders'>,
  order: Order,
  decide: (order: Order) => OrderChange | null,
): Promise<Order> => {
  const outcome = await withFailpoint('record', () =>
    orders.change(order.id, (current) => done(decide(current)), order),
  );
  return outcome.ok ? outcome.value : order;
};

const REPLAY_WAIT_MS = 2_500;
const POLL_MS = 20;
const MAX_POLL_MS = 320;

/**
 * Continues a repeated checkout. Waits for the first call while it may still be running; if it died, takes over its steps, which
 * are all safe to repeat.
 */
export const replayCheckout =
  (ports: CheckoutPorts) =>
  async (known: Order): Promise<CheckoutProgress> => {
    const order = await waitForProgress(ports, known);
    const now = ports.clock();
    if (order.step === 'CREATED' && !isExpired(order, now)) return reserveAndOpenPayment(ports)(order);
    if (!isPayable(order, now)) return { order, clientSecret: null };
    const opened = await ports.payments.open(order);
    return 'refusals' in opened
      ? cancelRefusedPayment(ports, order, opened.refusals)
      : { order, clientSecret: opened.clientSecret };
  };

const waitForProgress = async ({ orders, clock }: CheckoutPorts, known: Order): Promise<Order> => {
  let order = known;
  let pause = POLL_MS;
  while (order.step === 'CREATED' && clock().getTime() - order.createdAt.getTime() < REPLAY_WAIT_MS) {
    await wait(pause);
    pause = Math.min(pause * 2, MAX_POLL_MS);
    order = (await orders.find([order.id]))[0] ?? order;
  }
  return order;
};
