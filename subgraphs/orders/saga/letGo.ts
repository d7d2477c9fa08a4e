import { formatted, isZero } from '../../../kernel/money.ts';
import { done } from '../../../kernel/outcome.ts';
import { refundKey } from '../cancellation/cancellation.ts';
import { bySystem, type Change } from '../change.ts';
import { keptLines, type Order } from '../order.ts';
import { capturedOf, type PaymentState, standingOf } from '../payment/paymentState.ts';
import type { Ports } from '../ports.ts';
import { openRefunds } from '../refunds/openRefunds.ts';
import { PAYMENT } from '../statuses.ts';
import { finish } from './settlement.ts';
import { step } from './step.ts';

type Needs = Pick<Ports, 'orders' | 'catalogue' | 'payments'>;

/** A cancelled order that was not paid: call the payment off first, so that nobody pays for stock that is free again. */
export const release =
  (ports: Needs) =>
  async (order: Order): Promise<void> => {
    await step('void', () => callOff(ports, order));
    await step('release', () => ports.catalogue.release(order.id));
    await ports.orders.change(order.id, (current) => done(finish(current)));
  };

/** A cancelled order that was paid, or of which the stock was taken: the stock goes back, then the money. */
export const putBack =
  (ports: Needs) =>
  async (order: Order): Promise<void> => {
    await step('putBack', () => ports.catalogue.putBack(order.id, keptLines(order), refundKey(order)));
    const isPaid = order.paymentStatus === 'PAID' || order.paymentStatus === 'PARTIALLY_REFUNDED';
    await step('refund', () => (isPaid ? openRefunds(ports)(order.id) : callOff(ports, order)));
    await ports.orders.change(order.id, (current) => done(finish(current)));
  };

const callOff = async (ports: Needs, { id, total }: Order): Promise<void> => {
  if (total.amount === 0) return;
  const state = await ports.payments.void(id);
  const standing = standingOf(state);
  if (standing === 'UNCLEAR' || standing === 'HELD' || standing === 'OPEN')
    throw new Error(`the payment of ${id} is ${state.status} after it was called off`);
  await ports.orders.change(id, (order) => done(calledOff(order, state)));
  if (standing === 'TAKEN') await openRefunds(ports)(id);
};

/** Money that was taken all the same goes back. */
const calledOff = (order: Order, state: PaymentState): Change | null => {
  const captured = capturedOf(state, order.currency);
  const isTaken = standingOf(state) === 'TAKEN' && !isZero(captured);
  const paymentStatus = PAYMENT[order.paymentStatus][isTaken ? 'CAPTURE' : 'VOID'];
  if (!paymentStatus || state.paymentId === null) return null;
  if (!isTaken) return { set: { paymentStatus }, events: bySystem('PAYMENT_VOIDED') };
  return {
    set: { paymentStatus },
    refunds: [
      {
        id: refundKey(order),
        paymentRefundId: null,
        amount: captured,
        status: 'PENDING',
        reason: order.cancelReason ?? 'cancelled',
      },
    ],
    events: [
      ...bySystem('PAYMENT_CAPTURED'),
      { kind: 'REFUND_REQUESTED', actor: 'SYSTEM', message: `${formatted(captured)} go back to the buyer.` },
    ],
  };
};
