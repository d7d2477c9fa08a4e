import type { PaymentCaptureInput, PaymentVoidInput } from '../../../generated/payments/types.ts';
import { type Claim, readKey } from '../../../kernel/idempotency.ts';
import { type OrderId, type PaymentId, readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { executeRequest } from '../providerRequests/executeRequest.ts';
import { isAnswered } from '../providerRequests/providerRequest.ts';
import { allows, currentOf, isOver, type Payment } from './payment.ts';

/** Takes what is held, by hand. */
export const paymentCapture =
  (ports: Ports) =>
  (viewer: Viewer, { paymentId, idempotencyKey }: PaymentCaptureInput): Promise<Outcome<Payment>> => {
    const id = readId('pay', paymentId);
    const claim = {
      caller: signedIn(viewer).userId,
      operation: 'paymentCapture',
      key: readKey(idempotencyKey),
      input: { paymentId },
    };
    return captureOrVoid(ports)(id, 'CAPTURE', claim);
  };

/** Takes what is held for an order; answers how its payment stands, whether or not that was possible. */
export const paymentCaptureFor =
  (ports: Ports) =>
  async (orderId: OrderId): Promise<Payment | null> => {
    const [known = []] = await ports.payments.ofOrders([orderId]);
    const payment = currentOf(known);
    return payment && captureOrKeep(ports, payment.id, payment);
  };

const captureOrKeep = async (ports: Ports, id: PaymentId, before: Payment): Promise<Payment> => {
  const outcome = await captureOrVoid(ports)(id, 'CAPTURE', null);
  return outcome.ok ? outcome.value : before;
};

/** Calls a payment off, by hand: what is held is given back. */
export const paymentVoid =
  (ports: Ports) =>
  (viewer: Viewer, { paymentId, idempotencyKey }: PaymentVoidInput): Promise<Outcome<Payment>> => {
    const id = readId('pay', paymentId);
    const claim = {
      caller: signedIn(viewer).userId,
      operation: 'paymentVoid',
      key: readKey(idempotencyKey),
      input: { paymentId },
    };
    return captureOrVoid(ports)(id, 'VOID', claim);
  };

/** Calls an order's payment off, and sees to it that none is opened later. What is captured stays: that is for a refund. */
export const paymentVoidFor =
  (ports: Ports) =>
  async (orderId: OrderId): Promise<Payment | null> => {
    await ports.payments.markVoided(orderId);
    const [known = []] = await ports.payments.ofOrders([orderId]);
    const payment = currentOf(known);
    if (!payment || !allows(payment.status, 'void')) return payment;
    await ensureOpened(ports, payment);
    const outcome = await captureOrVoid(ports)(payment.id, 'VOID', null);
    return outcome.ok ? outcome.value : ((await ports.payments.find([payment.id]))[0] ?? payment);
  };

/** What the provider may have opened without our knowing is found again by the key it was asked with, and then called off. */
const ensureOpened = async (ports: Ports, { id, providerId }: Payment): Promise<void> => {
  const requestId = providerId ? null : await ports.providerRequests.openRequestOf(id);
  if (requestId) await executeRequest(ports)(requestId);
};

/** Captures or voids: one question a payment, and its answer is how the payment stands. */
export const captureOrVoid =
  (ports: Ports) =>
  async (id: PaymentId, kind: 'CAPTURE' | 'VOID', claim: Claim | null): Promise<Outcome<Payment>> => {
    const [known] = await ports.payments.find([id]);
    if (!known) return refuse('NOT_FOUND', 'There is no such payment.', ['paymentId']);
    const claimed = await ports.providerRequests.claim(id, { kind }, claim);
    if (!claimed.ok) return claimed;
    const { request, payment } = await executeRequest(ports)(claimed.value);
    const isDone = kind === 'CAPTURE' ? payment.totals.captured > 0 : isOver(payment.status);
    if (isDone || !claim) return done(payment);
    return isAnswered(request)
      ? refuse('PAYMENT_STATE', 'The payment is in a state that does not allow this.')
      : UNAVAILABLE;
  };

const UNAVAILABLE = refuse(
  'PAYMENT_PROVIDER_UNAVAILABLE',
  'The payment provider did not say whether it worked; it is asked again by itself.',
);
