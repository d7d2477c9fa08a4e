import type { PaymentId } from '../../../kernel/ids.ts';
import { done, type Refusal } from '../../../kernel/outcome.ts';
import { cancelIfPending } from '../cancellation/cancellation.ts';
import { type OrderChange, systemEvents } from '../change.ts';
import type { Order, Shortage } from '../order.ts';
import type { Ports } from '../ports.ts';
import { quantityByVariant } from '../quotes/basket.ts';
import { settle } from '../saga/settle.ts';
import { withFailpoint } from '../saga/step.ts';
import { STEP } from '../statuses.ts';

/** The order as far as it came, and what is needed to pay for it where that is the next step. */
export type CheckoutProgress = Readonly<{
  order: Order;
  clientSecret: string | null;
  refusals?: readonly Refusal[];
}>;

/** Holds the stock, then opens the payment for exactly the total. Safe to run again, and by several at once. */
export const reserveAndOpenPayment =
  (ports: Ports) =>
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
        order: await cancelForShortage(ports, order, 'The items were sold in the meantime.', shortages),
        clientSecret: null,
      };
    const opened = total.amount === 0 ? null : await withFailpoint('open', () => ports.payments.open(order));
    if (opened && 'refusals' in opened) return cancelRefusedPayment(ports, order, opened.refusals);
    const current = await updateOrder(ports, order, (one) => paymentOpened(one, opened));
    if (total.amount > 0) return { order: current, clientSecret: opened?.clientSecret ?? null };
    await settle(ports)(id);
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

/** The provider never takes this payment: the order is let go of, with its stock. Where somebody was faster, it stands as it is. */
export const cancelRefusedPayment = async (
  ports: Ports,
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

/** The order that could not be: its promotions and its key are free again, so that the buyer may order less under the same key. */
const cancelForShortage = (
  { clock, ...ports }: Ports,
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
  { orders }: Pick<Ports, 'orders'>,
  order: Order,
  decide: (order: Order) => OrderChange | null,
): Promise<Order> => {
  const outcome = await withFailpoint('record', () =>
    orders.change(order.id, (current) => done(decide(current)), order),
  );
  return outcome.ok ? outcome.value : order;
};
