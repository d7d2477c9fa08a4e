import { type Id, type OrderId, readId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import { type OrderChange, systemEvents } from '../order/change.ts';
import type { Order, Refund } from '../order/order.ts';
import { deliver } from './fulfillment.ts';
import type { FulfillmentPorts } from './ports.ts';

/** Marks a parcel as delivered. The last one completes the order. Safe to repeat. */
export const orderMarkDelivered =
  ({ fulfillments, clock }: Pick<FulfillmentPorts, 'fulfillments' | 'clock'>) =>
  async (viewer: Viewer, orderId: string, fulfillmentId: string): Promise<Outcome<Order>> => {
    const by = { actor: 'STAFF', actorId: signedIn(viewer).userId } as const;
    const parcelId = readId('ful', fulfillmentId);
    return fulfillments.deliver(readId('ord', orderId), (order, parcels) =>
      deliver(order, parcels, parcelId, clock(), by),
    );
  };

/** Requests every new refund of the order from payments, each under its own id. Safe to repeat. */
export const openRefunds =
  ({ orders, payments }: Pick<FulfillmentPorts, 'orders' | 'payments'>) =>
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

/** Records the answer of payments. A refused refund has failed; the result of the others arrives through `orderPaymentChanged`. */
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

/** Returns the items of a refund to stock. The catalogue does it once per refund. */
export const restock =
  ({ refunds, catalogue }: Pick<FulfillmentPorts, 'refunds' | 'catalogue'>) =>
  async (orderId: OrderId, refundId: string): Promise<void> =>
    catalogue.returnStock(orderId, await refunds.restocked(refundId), refundId);
