import { done } from '../../../kernel/outcome.ts';
import { cancelUnpaid } from '../cancellation/cancellation.ts';
import { bySystem, type Change } from '../change.ts';
import type { Order, Shortage } from '../order.ts';
import type { Opened, Ports } from '../ports.ts';
import { wantedOf } from '../quotes/basket.ts';
import { settle } from '../saga/settle.ts';
import { step } from '../saga/step.ts';
import { STEP } from '../statuses.ts';

/** The order as far as it came, and what is needed to pay for it where that is the next step. */
export type Carried = Readonly<{ order: Order; clientSecret: string | null }>;

/** Holds the stock, then opens the payment for exactly the total. Safe to run again, and by several at once. */
export const carryOut =
  (ports: Ports) =>
  async (order: Order): Promise<Carried> => {
    const { id, total } = order;
    const lines = [...wantedOf(order.lines)].map(([variantId, quantity]) => ({ variantId, quantity }));
    const { reserved, shortages } = await step('reserve', () => ports.catalogue.reserve(id, lines, order.expiresAt));
    if (!reserved) return { order: await turnAway(ports, order, shortages), clientSecret: null };
    const opened = total.amount === 0 ? null : await step('open', () => ports.payments.open(order));
    const current = await changed(ports, order, (one) => open(one, opened));
    if (total.amount > 0) return { order: current, clientSecret: opened?.clientSecret ?? null };
    await settle(ports)(id);
    return { order: (await ports.orders.find([id]))[0] ?? current, clientSecret: null };
  };

const open = (order: Order, opened: Opened | null): Change | null => {
  const next = STEP[order.step].OPEN;
  if (!next) return null;
  return {
    set: { step: next, paymentId: opened?.paymentId ?? null },
    events: bySystem('STOCK_RESERVED', ...(opened ? (['PAYMENT_OPENED'] as const) : [])),
  };
};

/** The order that could not be: its promotions and its key are free again, so that the buyer may order less under the same key. */
const turnAway = ({ clock, ...ports }: Ports, order: Order, shortages: readonly Shortage[]): Promise<Order> =>
  changed(ports, order, (current) => {
    if (current.status !== 'PENDING' || current.step !== 'CREATED') return null;
    const change = cancelUnpaid(current, {
      reason: 'The items were sold in the meantime.',
      by: { actor: 'SYSTEM' },
      now: clock(),
      silent: true,
    });
    return { ...change, set: { ...change.set, shortages }, freeKey: true };
  });

const changed = async ({ orders }: Pick<Ports, 'orders'>, order: Order, decide: (order: Order) => Change | null): Promise<Order> => {
  const outcome = await step('record', () => orders.change(order.id, (current) => done(decide(current)), order));
  return outcome.ok ? outcome.value : order;
};
