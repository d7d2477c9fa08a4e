import type { PaymentCaptureInput } from '../../generated/payments/types.ts';
import { readKey } from '../../kernel/idempotency.ts';
import { type OrderId, type PaymentId, readId } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../kernel/viewer.ts';
import { calling } from './calls/calling.ts';
import { currentOf, type Payment } from './payment.ts';
import type { Ports } from './ports.ts';

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
    return calling(ports)(id, 'CAPTURE', claim);
  };

/** Takes what is held for an order; answers how its payment stands, whether or not that was possible. */
export const paymentCaptureFor =
  (ports: Ports) =>
  async (orderId: OrderId): Promise<Payment | null> => {
    const [known = []] = await ports.payments.ofOrders([orderId]);
    const payment = currentOf(known);
    return payment && captured(ports, payment.id, payment);
  };

const captured = async (ports: Ports, id: PaymentId, before: Payment): Promise<Payment> => {
  const outcome = await calling(ports)(id, 'CAPTURE', null);
  return outcome.ok ? outcome.value : before;
};
