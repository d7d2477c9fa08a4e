import type { PaymentCaptureInput, PaymentVoidInput } from '../../../generated/payments/types.ts';
import { type Claim, readKey } from '../../../kernel/idempotency.ts';
import { type OrderId, type PaymentId, readId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { executeRequest } from '../providerRequests/executeRequest.ts';
import { isAnswered } from '../providerRequests/providerRequest.ts';
import { allows, currentOf, isOver, type Payment } from './payment.ts';

/** Captures an authorized payment manually. Safe to repeat with the same key. */
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

/** Captures the order's payment. Returns the payment as it is afterwards, whether or not it could be captured. Safe to repeat. */
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

/** Voids a payment manually and releases the authorization. Safe to repeat with the same key. */
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

/** Voids the order's payment and prevents later ones. A captured payment stays: it has to be refunded. Safe to repeat. */
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

/** The provider may have opened the payment although its answer was lost: repeating the request with its key returns the ID to void. */
const ensureOpened = async (ports: Ports, { id, providerId }: Payment): Promise<void> => {
  const requestId = providerId ? null : await ports.providerRequests.openRequestOf(id);
  if (requestId) await executeRequest(ports)(requestId);
};

/** Captures or voids. There is one request of each kind per payment; without a claim, the payment's state is the result. */
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
      ? refuse('PAYMENT_STATE', 'The payment’s current status does not allow this.')
      : UNAVAILABLE;
  };

const UNAVAILABLE = refuse(
  'PAYMENT_PROVIDER_UNAVAILABLE',
  'The payment provider did not confirm the result. The request is retried automatically.',
);
