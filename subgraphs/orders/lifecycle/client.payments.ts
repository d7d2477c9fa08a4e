import { setTimeout as wait } from 'node:timers/promises';
import {
  ChargeLimits as ChargeLimitsQuery,
  PaymentCaptureFor,
  PaymentOpen,
  PaymentStateFor,
  PaymentVoidFor,
  RefundOpen,
} from '../../../generated/orders/peers.payments.ts';
import { type OrderId, readId } from '../../../kernel/ids.ts';
import type { Money } from '../../../kernel/money.ts';
import { done, refuseAll } from '../../../kernel/outcome.ts';
import type { Peer } from '../../../kernel/peer.ts';
import type { Order } from '../order/order.ts';
import type { ChargeLimits } from '../pricing/chargeLimits.ts';
import type { OpenedPayment, PaymentState, PaymentStatus } from './payment.ts';
import type { LifecyclePorts } from './ports.ts';

export const httpPayments = (payments: Peer): LifecyclePorts['payments'] => ({
  limits: chargeLimits(payments),
  open: sharedByOrder(openPayment(payments)),
  capture: async (orderId) =>
    toState((await payments.call(PaymentCaptureFor, { orderId })).paymentCaptureFor),
  void: async (orderId) => toState((await payments.call(PaymentVoidFor, { orderId })).paymentVoidFor),
  state: async (orderId) => toState((await payments.call(PaymentStateFor, { orderId })).paymentStateFor),
  refund: async (orderId, amount, reason, idempotencyKey) => {
    const { refundOpen } = await payments.call(RefundOpen, {
      input: { orderId, amount, reason, idempotencyKey },
    });
    if (refundOpen.userErrors.length > 0)
      return refuseAll(refundOpen.userErrors.map((error) => ({ ...error, field: null })));
    return done(refundOpen.refundId ? readId('ref', refundOpen.refundId) : null);
  },
});

const CACHE_MS = 10 * 60_000;
/** How long to wait after a failed request, so that quotes do not wait for payments again and again. */
const RETRY_MS = 5_000;
/** How long a quote waits for the limits. */
const MAX_WAIT_MS = 1_000;

/** The charge limits, cached. An expired entry is refreshed, and used while payments does not answer. */
const chargeLimits = (payments: Peer): LifecyclePorts['payments']['limits'] => {
  let cached: ChargeLimits = null;
  let due = 0;
  let pending: Promise<ChargeLimits> | null = null;
  const load = async (): Promise<ChargeLimits> => {
    const { chargeLimits: limits } = await payments.call(ChargeLimitsQuery, {});
    return new Map(limits.map(({ currency, ...limit }) => [currency, limit]));
  };
  const refresh = (): Promise<ChargeLimits> => {
    pending ??= load()
      .then(
        (limits) => {
          cached = limits;
          due = Date.now() + CACHE_MS;
        },
        () => {
          due = Date.now() + RETRY_MS;
        },
      )
      .then(() => cached)
      .finally(() => {
        pending = null;
      });
    return pending;
  };
  return async () => {
    if (Date.now() < due) return cached;
    const fresh = refresh();
    return cached ?? Promise.race([fresh, wait(MAX_WAIT_MS, null, { ref: false })]);
  };
};

/** How long to wait before asking again for the client secret, if the provider was slow to create the payment. */
const SECRET_WAIT_MS = 300;

const openPayment = (payments: Peer) => async (order: Order) => {
  const first = await openOnce(payments, order);
  if ('refusals' in first || first.clientSecret !== null) return first;
  await wait(SECRET_WAIT_MS);
  return openOnce(payments, order).catch(() => first);
};

const openOnce = async (
  payments: Peer,
  { id: orderId, number: orderNumber, total: amount, expiresAt, ownerId, email }: Order,
): Promise<OpenedPayment> => {
  const { paymentOpen } = await payments.call(PaymentOpen, {
    input: { orderId, orderNumber, amount, expiresAt, ownerId, email },
  });
  const { paymentId, clientSecret, userErrors } = paymentOpen;
  if (paymentId == null) return { refusals: userErrors.map((error) => ({ ...error, field: null })) };
  return { paymentId: readId('pay', paymentId), clientSecret: clientSecret ?? null };
};

/** Simultaneous calls for one order share one request. */
const sharedByOrder = (
  open: (order: Order) => Promise<OpenedPayment>,
): LifecyclePorts['payments']['open'] => {
  const inProgress = new Map<OrderId, Promise<OpenedPayment>>();
  return (order) => {
    const opening = inProgress.get(order.id) ?? open(order).finally(() => inProgress.delete(order.id));
    inProgress.set(order.id, opening);
    return opening;
  };
};

type PaymentAnswer = Readonly<{
  paymentId?: string | null;
  status?: PaymentStatus | null;
  captured?: Money | null;
}>;

const toState = ({ paymentId, status, captured }: PaymentAnswer): PaymentState => ({
  paymentId: paymentId ? readId('pay', paymentId) : null,
  status: status ?? null,
  captured: captured ?? null,
});
