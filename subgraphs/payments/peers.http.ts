import { OrderForPayment, OrderPaymentChanged } from '../../generated/payments/peers.orders.ts';
import { readId } from '../../kernel/ids.ts';
import { money } from '../../kernel/money.ts';
import type { Peer } from '../../kernel/peer.ts';
import type { Orders } from './ports.ts';

/** The orders service, over its graph. */
export const httpOrders = (orders: Peer): Orders => ({
  tell: async (paymentId, orderId, { kind, amount, refundId, version, refundKey }) => {
    const wire = amount && { amount: amount.amount, currency: amount.currency };
    const input = { orderId, paymentId, kind, amount: wire, refundId, version, refundKey };
    const { orderPaymentChanged } = await orders.call(OrderPaymentChanged, { input });
    if (!orderPaymentChanged.accepted) throw new Error(`orders did not accept ${kind} of payment ${paymentId}`);
  },
  forPayment: async (orderId, orderToken, onBehalfOf) => {
    const { orderForPayment: order } = await orders.call(OrderForPayment, { orderId, orderToken }, onBehalfOf);
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
