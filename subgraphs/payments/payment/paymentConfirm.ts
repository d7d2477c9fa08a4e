import type { PaymentConfirmInput } from '../../../generated/payments/types.ts';
import { readKey } from '../../../kernel/idempotency.ts';
import { type PaymentId, readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse } from '../../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import { methodFor } from '../methods/commands.ts';
import type { Ports } from '../ports.ts';
import { carryOut } from '../providerRequests/executeRequest.ts';
import type { Call } from '../providerRequests/providerRequest.ts';
import { mustFind } from '../providerSync/syncPayment.ts';
import type { Payment } from './payment.ts';
import { isProvenBy, type Proven } from './queries.ts';

/** The payment as it is now, and what stands against it: a declined card leaves both. */
export type Confirmed = Readonly<{ payment: Proven | null; outcome: Outcome<unknown> }>;

const OPERATION = 'paymentConfirm';

/** Pays with a card. The same key is the same attempt. */
export const paymentConfirm =
  (ports: Ports) =>
  async (viewer: Viewer, input: PaymentConfirmInput): Promise<Confirmed> => {
    const key = readKey(input.idempotencyKey);
    const payment = await buyersPayment(
      ports,
      viewer,
      readId('pay', input.paymentId),
      input.clientSecret ?? null,
    );
    if (!payment) return against(null, refuse('NOT_FOUND', 'There is no such payment.', ['paymentId']));
    const method = await methodFor(ports)(viewer, payment, input);
    if (!method.ok) return against(null, method);
    const caller = ownerOf(viewer) ?? payment.id;
    const { clientSecret: _, ...said } = input;
    const claimed = await ports.calls.claim(
      payment.id,
      { kind: 'CONFIRM', ...method.value },
      { caller, operation: OPERATION, key, input: said },
    );
    if (!claimed.ok) return notClaimed(await mustFind(ports, payment.id), claimed);
    const { call, payment: after } = await carryOut(ports)(claimed.value);
    return against(proven(after), outcomeOf(call, after));
  };

/** It is the owner's, or of whoever shows the secret. */
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

const proven = (payment: Payment): Proven => ({ ...payment, proven: true });
const against = (payment: Proven | null, outcome: Outcome<unknown>): Confirmed => ({ payment, outcome });

/** The key means another attempt, the state forbids it, or the provider has not said anything of it yet. */
const notClaimed = (payment: Payment, why: Outcome<never>): Confirmed => {
  const isSilent = payment.status === 'UNKNOWN' || payment.status === 'CREATED';
  return against(proven(payment), isSilent ? SILENT : why);
};

const FLAGGED = refuse('PAYMENT_STATE', 'This payment is not of the agreed amount: it was called off.');
const SILENT = refuse(
  'PAYMENT_PROVIDER_UNAVAILABLE',
  'The payment provider did not say whether it worked. We are finding out: do not pay again.',
);

const outcomeOf = ({ state, code, message }: Call, { flag, totals, status }: Payment): Outcome<unknown> => {
  if (flag) return FLAGGED;
  switch (state) {
    case 'DONE':
      return { ok: true, value: null };
    case 'DECLINED':
      return refuse('PAYMENT_DECLINED', message ?? 'The card was declined: try another one.', [
        'paymentMethodId',
      ]);
    case 'REFUSED':
      return code === 'payment_intent_unexpected_state'
        ? refuse('PAYMENT_STATE', 'This payment cannot be paid in its present state.')
        : refuse('INVALID', 'The payment provider does not accept this payment method.', ['paymentMethodId']);
    case 'WRITTEN':
    case 'UNKNOWN':
      return totals.authorized > 0 || status === 'PROCESSING' ? { ok: true, value: null } : SILENT;
    default:
      return state satisfies never;
  }
};
