import type { PaymentOpenInput, PaymentRetryInput } from '../../../generated/payments/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import { money } from '../../../kernel/money.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { executeRequest } from '../providerRequests/executeRequest.ts';
import type { ProviderRequest } from '../providerRequests/providerRequest.ts';
import { checkChargeable, refusalOf } from './chargeLimits.ts';
import { isPayable, type Payment } from './payment.ts';
import type { Opening, PayableOrder } from './ports.ts';
import type { ProvenPayment } from './queries.ts';

/**
 * The payment of an order: the same one however often it is opened. Null where the order must not be paid any more. Refuses what
 * the provider does not charge: then no bank was asked, and nothing is held.
 */
export const openPayment =
  (ports: Ports) =>
  async (order: Opening): Promise<Outcome<Payment | null>> => {
    const limits = checkChargeable(order.amount, ports.provider.chargeLimits);
    if (!limits.ok) return limits;
    const payment = await ports.payments.open(order);
    if (!payment || payment.providerId) return done(payment);
    const requestId = await ports.providerRequests.openRequestOf(payment.id);
    if (!requestId) return done(payment);
    const { request, payment: after } = await executeRequest(ports)(requestId);
    return request.state === 'REFUSED' ? refused(ports, request, after) : done(after);
  };

/** Orders checks the provider's limits first, so a refusal here needs manual attention. */
const refused = (
  { alarm }: Ports,
  { code, message }: ProviderRequest,
  { id, orderId, amount }: Payment,
): Outcome<never> => {
  alarm('OPEN_REFUSED', { paymentId: id, orderId, code, message });
  return refusalOf(code, amount);
};

export type Opened = Readonly<{ payment: Payment; clientSecret: string | null }>;

/** Opens an order's payment. If the provider does not answer, the payment exists without a client secret, which follows later. */
export const paymentOpen =
  (ports: Ports) =>
  async ({
    orderId,
    orderNumber,
    ownerId,
    amount,
    expiresAt,
  }: PaymentOpenInput): Promise<Outcome<Opened>> => {
    if (amount.amount <= 0) throw badInput('amount must be greater than 0.');
    const opened = await openPayment(ports)({
      orderId: readId('ord', orderId),
      orderNumber,
      ownerId: ownerId == null ? null : readId('user', ownerId),
      amount: money(amount.amount, amount.currency),
      expiresAt,
    });
    if (!opened.ok) return opened;
    if (!opened.value) throw badInput('This order can no longer be paid.');
    return done({ payment: opened.value, clientSecret: await secretOf(ports, opened.value) });
  };

const secretOf = ({ provider }: Ports, { providerId, status }: Payment): Promise<string | null> =>
  providerId && isPayable(status)
    ? provider.clientSecret(providerId).catch(() => null)
    : Promise.resolve(null);

const NOT_PAYABLE = refuse('PAYMENT_STATE', 'This order can no longer be paid.', ['orderId']);

/** Returns the open payment of an unpaid order with its client secret, or a new payment if the last one is over. */
export const paymentRetry =
  (ports: Ports) =>
  async (viewer: Viewer, { orderId, orderToken }: PaymentRetryInput): Promise<Outcome<ProvenPayment>> => {
    const order = await ports.orders.forPayment(readId('ord', orderId), orderToken ?? null, ownerOf(viewer));
    if (!order) return refuse('NOT_FOUND', 'There is no such order.', ['orderId']);
    if (!order.payable || !order.expiresAt) return NOT_PAYABLE;
    const opened = await reopen(ports, order, order.expiresAt);
    if (!opened.ok) return opened;
    const payment = opened.value;
    if (!payment) return NOT_PAYABLE;
    if (isPayable(payment.status)) return done({ ...payment, proven: true });
    return refuse('PAYMENT_STATE', 'This order is already paid, or its payment is being processed.', [
      'orderId',
    ]);
  };

const reopen = (ports: Ports, order: PayableOrder, expiresAt: Date): Promise<Outcome<Payment | null>> => {
  const { id: orderId, total: amount, ownerId } = order;
  return openPayment(ports)({ orderId, orderNumber: order.number, ownerId, amount, expiresAt });
};
