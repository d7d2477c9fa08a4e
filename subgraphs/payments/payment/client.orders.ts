import { OrderForPayment, OrderPaymentChanged } from '../../../generated/payments/peers.orders.ts';
import { CodedError } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import { money } from '../../../kernel/money.ts';
import type { Peer } from '../../../kernel/peer.ts';
import type { Orders } from './ports.ts';

/** While versions are replaced, orders may not know the fields that were added to the input yet. */
const isOlderVersion = (error: unknown): boolean =>
  error instanceof CodedError && error.code === 'BAD_USER_INPUT';

/** The orders service, over its graph. */
export const ordersClient = (orders: Peer): Orders => ({
  notifyPaymentChanged: async (paymentId, orderId, { kind, amount, refundId, version, refundKey }) => {
    const wire = amount && { amount: amount.amount, currency: amount.currency };
    const input = { orderId, paymentId, kind, amount: wire, refundId };
    const { orderPaymentChanged } = await orders
      .call(OrderPaymentChanged, { input: { ...input, version, refundKey } })
      .catch((error: unknown) =>
        isOlderVersion(error) ? orders.call(OrderPaymentChanged, { input }) : Promise.reject(error),
      );
    if (!orderPaymentChanged.accepted)
      throw new Error(`orders did not accept ${kind} of payment ${paymentId}`);
  },
  forPayment: async (orderId, orderToken, onBehalfOf) => {
    const { orderForPayment: order } = await orders.call(
      OrderForPayment,
      { orderId, orderToken },
      onBehalfOf,
    );
    if (!order) return null;
    return {
      id: readId('ord', order.id),
      number: order.number,
      total: money(order.total.amount, order.total.currency),
      ownerId: order.ownerId == null ? null : readId('user', order.ownerId),
      payable: order.payable,
      expiresAt: order.expiresAt == null ? null : new Date(order.expiresAt),
    };
  },
});
