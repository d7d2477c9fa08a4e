import type { PaymentId } from '../../../kernel/ids.ts';
import { done, type Refusal } from '../../../kernel/outcome.ts';
import { abandon } from '../cancellation/cancellation.ts';
import { bySystem, type Change } from '../change.ts';
import type { Order, Shortage } from '../order.ts';
import type { Ports } from '../ports.ts';
import { wantedOf } from '../quotes/basket.ts';
import { settle } from '../saga/settle.ts';
import { step } from '../saga/step.ts';
import { STEP } from '../statuses.ts';

/** The order as far as it came, and what is needed to pay for it where that is the next step. */
export type Carried = Readonly<{ order: Order; clientSecret: string | null; refusals?: readonly Refusal[] }>;

/** Holds the stock, then opens the payment for exactly the total. Safe to run again, and by several at once. */
export const carryOut =
  (ports: Ports) =>
  async (order: Order): Promise<Carried> => {
    const { id, total } = order;
    const lines = [...wantedOf(order.lines)].map(([variantId, quantity]) => ({ variantId, quantity }));
    const { reserved, shortages } = await step('reserve', () =>
      ports.catalogue.reserve(id, lines, order.expiresAt),
    );
    if (!reserved)
      return {
        order: await turnAway(ports, order, 'The items were sold in the meantime.', shortages),
        clientSecret: null,
      };
    const opened = total.amount === 0 ? null : await step('open', () => ports.payments.open(order));
    if (opened && 'refusals' in opened) return refusedPayment(ports, order, opened.refusals);
    const current = await changed(ports, order, (one) => open(one, opened));
    if (total.amount > 0) return { order: current, clientSecret: opened?.clientSecret ?? null };
    await settle(ports)(id);
    return { order: (await ports.orders.find([id]))[0] ?? current, clientSecret: null };
  };

const open = (order: Order, opened: Readonly<{ paymentId: PaymentId }> | null): Change | null => {
  const next = STEP[order.step].OPEN;
  if (!next) return null;
  return {
    set: { step: next, paymentId: opened?.paymentId ?? null },
    events: bySystem('STOCK_RESERVED', ...(opened ? (['PAYMENT_OPENED'] as const) : [])),
  };
};

/** The provider never takes this payment: the order is let go of, with its stock. Where somebody was faster, it stands as it is. */
export const refusedPayment = async (
  ports: Ports,
  known: Order,
  refusals: readonly Refusal[],
): Promise<Carried> => {
  const order = await turnAway(ports, known, refusals[0]?.message ?? 'The payment could not be opened.', []);
  return { order, clientSecret: null, ...(order.status === 'CANCELLED' ? { refusals } : {}) };
};

/** The order that could not be: its promotions and its key are free again, so that the buyer may order less under the same key. */
const turnAway = (
  { clock, ...ports }: Ports,
  order: Order,
  reason: string,
  shortages: readonly Shortage[],
): Promise<Order> =>
  changed(ports, order, (current) => {
    if (shortages.length > 0 && current.step !== 'CREATED') return null;
    const change = abandon(current, { reason, by: { actor: 'SYSTEM' }, now: clock(), silent: true });
    return change && { ...change, set: { ...change.set, shortages }, freeKey: true };
  });

const changed = async (
  { orders }: Pick<Ports, 'orders'>,
  order: Order,
  decide: (order: Order) => Change | null,
): Promise<Order> => {
  const outcome = await step('record', () =>
    orders.change(order.id, (current) => done(decide(current)), order),
  );
  return outcome.ok ? outcome.value : order;
};
