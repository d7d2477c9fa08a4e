import { formatted, isZero } from '../../../kernel/money.ts';
import { done } from '../../../kernel/outcome.ts';
import { cancellationRefundId } from '../cancellation/cancellation.ts';
import { type OrderChange, systemEvents } from '../change.ts';
import { keptLines, type Order } from '../order.ts';
import { capturedAmount, type PaymentState, phaseOf } from '../payment/paymentState.ts';
import type { Ports } from '../ports.ts';
import { openRefunds } from '../refunds/openRefunds.ts';
import { PAYMENT } from '../statuses.ts';
import { finish } from './settlement.ts';
import { withFailpoint } from './step.ts';

type Needs = Pick<Ports, 'orders' | 'catalogue' | 'payments'>;

/** A cancelled order that was not paid: call the payment off first, so that nobody pays for stock that is free again. */
export const release =
  (ports: Needs) =>
  async (order: Order): Promise<void> => {
    await withFailpoint('void', () => callOff(ports, order));
    await withFailpoint('release', () => ports.catalogue.release(order.id));
    await ports.orders.change(order.id, (current) => done(finish(current)));
  };

/** A cancelled order that was paid, or of which the stock was taken: the stock goes back, then the money. */
export const putBack =
  (ports: Needs) =>
  async (order: Order): Promise<void> => {
    await withFailpoint('putBack', () =>
      ports.catalogue.returnStock(order.id, keptLines(order), cancellationRefundId(order)),
    );
    const isPaid = order.paymentStatus === 'PAID' || order.paymentStatus === 'PARTIALLY_REFUNDED';
    await withFailpoint('refund', () => (isPaid ? openRefunds(ports)(order.id) : callOff(ports, order)));
    await ports.orders.change(order.id, (current) => done(finish(current)));
  };

const callOff = async (ports: Needs, { id, total }: Order): Promise<void> => {
  if (total.amount === 0) return;
  const state = await ports.payments.void(id);
  const standing = phaseOf(state);
  if (standing === 'UNCLEAR' || standing === 'HELD' || standing === 'OPEN')
    throw new Error(`the payment of ${id} is ${state.status} after it was called off`);
  await ports.orders.change(id, (order) => done(calledOff(order, state)));
  if (standing === 'TAKEN') await openRefunds(ports)(id);
};

/** Money that was taken all the same goes back. */
const calledOff = (order: Order, state: PaymentState): OrderChange | null => {
  const captured = capturedAmount(state, order.currency);
  const isTaken = phaseOf(state) === 'TAKEN' && !isZero(captured);
  const paymentStatus = PAYMENT[order.paymentStatus][isTaken ? 'CAPTURE' : 'VOID'];
  if (!paymentStatus || state.paymentId === null) return null;
  if (!isTaken) return { set: { paymentStatus }, events: systemEvents('PAYMENT_VOIDED') };
  return {
    set: { paymentStatus },
    refunds: [
      {
        id: cancellationRefundId(order),
        paymentRefundId: null,
        amount: captured,
        status: 'PENDING',
        reason: order.cancelReason ?? 'cancelled',
      },
    ],
    events: [
      ...systemEvents('PAYMENT_CAPTURED'),
      { kind: 'REFUND_REQUESTED', actor: 'SYSTEM', message: `${formatted(captured)} go back to the buyer.` },
    ],
  };
};
