import { PaymentCaptureFor, PaymentOpen, PaymentStateFor, PaymentVoidFor, RefundOpen } from '../../generated/orders/peers.payments.ts';
import { readId } from '../../kernel/ids.ts';
import type { Money } from '../../kernel/money.ts';
import { done, refuseAll } from '../../kernel/outcome.ts';
import type { Peer } from '../../kernel/peer.ts';
import type { PaymentState, PaymentStatus } from './paymentState.ts';
import type { Ports } from './ports.ts';

export const httpPayments = (payments: Peer): Ports['payments'] => ({
  open: async ({ id: orderId, number: orderNumber, total: amount, expiresAt, ownerId, email }) => {
    const { paymentOpen } = await payments.call(PaymentOpen, { input: { orderId, orderNumber, amount, expiresAt, ownerId, email } });
    return { paymentId: readId('pay', paymentOpen.paymentId), clientSecret: paymentOpen.clientSecret ?? null };
  },
  capture: async (orderId) => toState((await payments.call(PaymentCaptureFor, { orderId })).paymentCaptureFor),
  void: async (orderId) => toState((await payments.call(PaymentVoidFor, { orderId })).paymentVoidFor),
  state: async (orderId) => toState((await payments.call(PaymentStateFor, { orderId })).paymentStateFor),
  refund: async (orderId, amount, reason, idempotencyKey) => {
    const { refundOpen } = await payments.call(RefundOpen, { input: { orderId, amount, reason, idempotencyKey } });
    if (refundOpen.userErrors.length > 0) return refuseAll(refundOpen.userErrors.map((error) => ({ ...error, field: null })));
    return done(refundOpen.refundId ? readId('ref', refundOpen.refundId) : null);
  },
});

type Told = Readonly<{ paymentId?: string | null; status?: PaymentStatus | null; captured?: Money | null }>;

const toState = ({ paymentId, status, captured }: Told): PaymentState => ({
  paymentId: paymentId ? readId('pay', paymentId) : null,
  status: status ?? null,
  captured: captured ?? null,
});
