import type { Id, OrderId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import { type OrderChange, systemEvents } from '../change.ts';
import type { Order, Refund } from '../order.ts';
import type { Ports } from '../ports.ts';

/** Asks payments for every refund of the order that was written and not yet asked for, each under its own id. */
export const openRefunds =
  ({ orders, payments }: Pick<Ports, 'orders' | 'payments'>) =>
  async (id: OrderId): Promise<void> => {
    const [order] = await orders.find([id]);
    const waiting =
      order?.refunds.filter(
        ({ status, paymentRefundId }) => status === 'PENDING' && paymentRefundId === null,
      ) ?? [];
    for (const refund of waiting) {
      const opened = await payments.refund(id, refund.amount, refund.reason, refund.id);
      await orders.change(id, (current) => done(refundAnswered(current, refund.id, opened)));
    }
  };

/** The refund's end is told by payments later; what it refuses has failed. */
const refundAnswered = (
  { refunds }: Order,
  id: string,
  opened: Outcome<Id<'ref'> | null>,
): OrderChange | null => {
  const refund = refunds.find((one): one is Refund => one.id === id && one.status === 'PENDING');
  if (!refund) return null;
  if (!opened.ok)
    return { set: {}, refunds: [{ ...refund, status: 'FAILED' }], events: systemEvents('REFUND_FAILED') };
  return opened.value === null
    ? null
    : { set: {}, refunds: [{ ...refund, paymentRefundId: opened.value }], events: [] };
};
