import type { PaymentOpenInput } from '../../generated/payments/types.ts';
import { badInput } from '../../kernel/errors.ts';
import { readId } from '../../kernel/ids.ts';
import { money } from '../../kernel/money.ts';
import { carryOut } from './calls/carryOut.ts';
import type { Payment } from './payment.ts';
import type { Opening, Ports } from './ports.ts';
import { isPayable } from './status.ts';

/** The payment of an order: the same one however often it is opened. Null where the order must not be paid any more. */
export const openPayment =
  (ports: Ports) =>
  async (order: Opening): Promise<Payment | null> => {
    const payment = await ports.payments.open(order);
    if (!payment || payment.providerId) return payment;
    const callId = await ports.calls.opening(payment.id);
    return callId ? (await carryOut(ports)(callId)).payment : payment;
  };

export type Opened = Readonly<{ payment: Payment; clientSecret: string | null }>;

/** Opens an order's payment. Where the provider is silent the payment is there all the same, its secret follows. */
export const paymentOpen =
  (ports: Ports) =>
  async ({ orderId, orderNumber, ownerId, amount, expiresAt }: PaymentOpenInput): Promise<Opened> => {
    if (amount.amount <= 0) throw badInput('A payment is of more than nothing.');
    const payment = await openPayment(ports)({
      orderId: readId('ord', orderId),
      orderNumber,
      ownerId: ownerId == null ? null : readId('user', ownerId),
      amount: money(amount.amount, amount.currency),
      expiresAt,
    });
    if (!payment) throw badInput('This order must not be paid any more.');
    return { payment, clientSecret: await secretOf(ports, payment) };
  };

const secretOf = ({ provider }: Ports, { providerId, status }: Payment): Promise<string | null> =>
  providerId && isPayable(status) ? provider.clientSecret(providerId).catch(() => null) : Promise.resolve(null);
