import { setTimeout as wait } from 'node:timers/promises';
import {
  ChargeLimits as AskLimits,
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
  open: atOnce(openPayment(payments)),
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

const KEPT_MS = 10 * 60_000;
/** A quote does not wait for payments again and again while it is away. */
const AGAIN_MS = 5_000;
/** Longer than this no quote waits for it. */
const PATIENCE_MS = 1_000;

/** Asked once and kept; what is old is asked for again, and still good while payments does not answer. */
const chargeLimits = (payments: Peer): LifecyclePorts['payments']['limits'] => {
  let kept: ChargeLimits = null;
  let due = 0;
  let asking: Promise<ChargeLimits> | null = null;
  const ask = async (): Promise<ChargeLimits> => {
    const { chargeLimits: limits } = await payments.call(AskLimits, {});
    return new Map(limits.map(({ currency, ...limit }) => [currency, limit]));
  };
  const refresh = (): Promise<ChargeLimits> => {
    asking ??= ask()
      .then(
        (limits) => {
          kept = limits;
          due = Date.now() + KEPT_MS;
        },
        () => {
          due = Date.now() + AGAIN_MS;
        },
      )
      .then(() => kept)
      .finally(() => {
        asking = null;
      });
    return asking;
  };
  return async () => {
    if (Date.now() < due) return kept;
    const fresh = refresh();
    return kept ?? Promise.race([fresh, wait(PATIENCE_MS, null, { ref: false })]);
  };
};

/** A provider that was slow to make the payment may know its secret a moment later. */
const SECRET_MS = 300;

const openPayment = (payments: Peer) => async (order: Order) => {
  const first = await openOnce(payments, order);
  if ('refusals' in first || first.clientSecret !== null) return first;
  await wait(SECRET_MS);
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

/** Calls for one order that come while another is under way share its answer. */
const atOnce = (open: (order: Order) => Promise<OpenedPayment>): LifecyclePorts['payments']['open'] => {
  const underWay = new Map<OrderId, Promise<OpenedPayment>>();
  return (order) => {
    const opening = underWay.get(order.id) ?? open(order).finally(() => underWay.delete(order.id));
    underWay.set(order.id, opening);
    return opening;
  };
};

type Told = Readonly<{ paymentId?: string | null; status?: PaymentStatus | null; captured?: Money | null }>;

const toState = ({ paymentId, status, captured }: Told): PaymentState => ({
  paymentId: paymentId ? readId('pay', paymentId) : null,
  status: status ?? null,
  captured: captured ?? null,
});
