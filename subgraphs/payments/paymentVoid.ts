import type { PaymentVoidInput } from '../../generated/payments/types.ts';
import { readKey } from '../../kernel/idempotency.ts';
import { type OrderId, readId } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../kernel/viewer.ts';
import { calling } from './calls/calling.ts';
import { carryOut } from './calls/carryOut.ts';
import { currentOf, type Payment } from './payment.ts';
import type { Ports } from './ports.ts';
import { allows } from './status.ts';

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
    return calling(ports)(id, 'VOID', claim);
  };

/** Calls an order's payment off, and sees to it that none is opened later. What is captured stays: that is for a refund. */
export const paymentVoidFor =
  (ports: Ports) =>
  async (orderId: OrderId): Promise<Payment | null> => {
    await ports.payments.markVoided(orderId);
    const [known = []] = await ports.payments.ofOrders([orderId]);
    const payment = currentOf(known);
    if (!payment || !allows(payment.status, 'void')) return payment;
    await opened(ports, payment);
    const outcome = await calling(ports)(payment.id, 'VOID', null);
    return outcome.ok ? outcome.value : ((await ports.payments.find([payment.id]))[0] ?? payment);
  };

/** What the provider may have opened without our knowing is found again by the key it was asked with, and then called off. */
const opened = async (ports: Ports, { id, providerId }: Payment): Promise<void> => {
  const callId = providerId ? null : await ports.calls.opening(id);
  if (callId) await carryOut(ports)(callId);
};
