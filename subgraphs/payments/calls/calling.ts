import type { Claim } from '../../../kernel/idempotency.ts';
import type { PaymentId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Payment } from '../payment.ts';
import type { Ports } from '../ports.ts';
import { isOver } from '../status.ts';
import { isAnswered } from './call.ts';
import { carryOut } from './carryOut.ts';

/** Captures or voids: one question a payment, and its answer is how the payment stands. */
export const calling =
  (ports: Ports) =>
  async (id: PaymentId, kind: 'CAPTURE' | 'VOID', claim: Claim | null): Promise<Outcome<Payment>> => {
    const [known] = await ports.payments.find([id]);
    if (!known) return refuse('NOT_FOUND', 'There is no such payment.', ['paymentId']);
    const claimed = await ports.calls.claim(id, { kind }, claim);
    if (!claimed.ok) return claimed;
    const { call, payment } = await carryOut(ports)(claimed.value);
    const isDone = kind === 'CAPTURE' ? payment.totals.captured > 0 : isOver(payment.status);
    if (isDone || !claim) return done(payment);
    return isAnswered(call)
      ? refuse('PAYMENT_STATE', 'The payment is in a state that does not allow this.')
      : SILENT;
  };

const SILENT = refuse(
  'PAYMENT_PROVIDER_UNAVAILABLE',
  'The payment provider did not say whether it worked; it is asked again by itself.',
);
