import type { PaymentConfirmInput } from '../../../generated/payments/types.ts';
import { readKey } from '../../../kernel/idempotency.ts';
import { type PaymentId, readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse } from '../../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import { resolveMethod } from '../methods/commands.ts';
import type { Ports } from '../ports.ts';
import { executeRequest } from '../providerRequests/executeRequest.ts';
import type { ProviderRequest } from '../providerRequests/providerRequest.ts';
import { loadPayment } from '../providerSync/syncPayment.ts';
import type { Payment } from './payment.ts';
import { isProvenBy, type ProvenPayment } from './queries.ts';

/** The payment as it is now, and the outcome. A declined card returns both. */
export type ConfirmResult = Readonly<{ payment: ProvenPayment | null; outcome: Outcome<unknown> }>;

const OPERATION = 'paymentConfirm';

/**
 * Pays with a card. Returns the payment with the outcome: PAYMENT_DECLINED, PAYMENT_STATE, RATE_LIMITED (too many declines),
 * NOT_FOUND, INVALID or PAYMENT_PROVIDER_UNAVAILABLE. Safe to repeat with the same key, which is the same attempt.
 */
export const paymentConfirm =
  (ports: Ports) =>
  async (viewer: Viewer, input: PaymentConfirmInput): Promise<ConfirmResult> => {
    const key = readKey(input.idempotencyKey);
    const payment = await buyersPayment(
      ports,
      viewer,
      readId('pay', input.paymentId),
      input.clientSecret ?? null,
    );
    if (!payment) return confirmed(null, refuse('NOT_FOUND', 'There is no such payment.', ['paymentId']));
    const method = await resolveMethod(ports)(viewer, payment, input);
    if (!method.ok) return confirmed(null, method);
    const caller = ownerOf(viewer) ?? payment.id;
    const { clientSecret: _, ...inputWithoutSecret } = input;
    const claimed = await ports.providerRequests.claim(
      payment.id,
      { kind: 'CONFIRM', ...method.value },
      { caller, operation: OPERATION, key, input: inputWithoutSecret },
    );
    if (!claimed.ok) return refusedClaim(await loadPayment(ports, payment.id), claimed);
    const { request, payment: after } = await executeRequest(ports)(claimed.value);
    return confirmed(proven(after), outcomeOf(request, after));
  };

/** The payment, if the viewer owns it or presents its client secret. */
const buyersPayment = async (
  ports: Ports,
  viewer: Viewer,
  id: PaymentId,
  secret: string | null,
): Promise<Payment | null> => {
  const [payment] = await ports.payments.find([id]);
  if (!payment) return null;
  if (payment.ownerId !== null && payment.ownerId === ownerOf(viewer)) return payment;
  return secret !== null && (await isProvenBy(ports)(payment, secret)) ? payment : null;
};

const proven = (payment: Payment): ProvenPayment => ({ ...payment, proven: true });
const confirmed = (payment: ProvenPayment | null, outcome: Outcome<unknown>): ConfirmResult => ({
  payment,
  outcome,
});

/** The key belongs to another attempt, the status forbids paying, or the provider has not answered yet. */
const refusedClaim = (payment: Payment, why: Outcome<never>): ConfirmResult => {
  const isSilent = payment.status === 'UNKNOWN' || payment.status === 'CREATED';
  return confirmed(proven(payment), isSilent ? UNAVAILABLE : why);
};

const MISMATCH = refuse(
  'PAYMENT_STATE',
  'The amount of this payment differs from the order. The payment was canceled.',
);
const UNAVAILABLE = refuse(
  'PAYMENT_PROVIDER_UNAVAILABLE',
  'The payment provider did not confirm the result. We are checking it: do not pay again.',
);

const outcomeOf = (
  { state, code, message }: ProviderRequest,
  { flag, totals, status }: Payment,
): Outcome<unknown> => {
  if (flag) return MISMATCH;
  switch (state) {
    case 'DONE':
      return { ok: true, value: null };
    case 'DECLINED':
      return refuse('PAYMENT_DECLINED', message ?? 'The card was declined. Try another one.', [
        'paymentMethodId',
      ]);
    case 'REFUSED':
      return code === 'payment_intent_unexpected_state'
        ? refuse('PAYMENT_STATE', 'This payment cannot be paid in its current status.')
        : refuse('INVALID', 'The payment provider does not accept this payment method.', ['paymentMethodId']);
    case 'WRITTEN':
    case 'UNKNOWN':
      return totals.authorized > 0 || status === 'PROCESSING' ? { ok: true, value: null } : UNAVAILABLE;
    default:
      return state satisfies never;
  }
};
