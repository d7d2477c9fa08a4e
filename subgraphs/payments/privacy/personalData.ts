import { type PaymentId, readId, type UserId } from '../../../kernel/ids.ts';
import type { SavedMethod } from '../methods/method.ts';
import type { Payment } from '../payment/payment.ts';
import type { Ports } from '../ports.ts';

/** What payments hold of a person, for the person to read. The provider's names of things are of no use to anybody else. */
export const personalData = (payments: readonly Payment[], methods: readonly SavedMethod[]) => ({
  payments: payments.map(
    ({
      id,
      orderId,
      orderNumber,
      amount,
      status,
      totals,
      method,
      attempts,
      refunds,
      createdAt,
      updatedAt,
    }) => ({
      ...{ id, orderId, orderNumber, amount, status, method, createdAt, updatedAt },
      captured: totals.captured,
      refunded: totals.refunded,
      attempts: attempts.map(({ at, outcome, code, message }) => ({ at, outcome, code, message })),
      refunds: refunds.map((refund) => ({
        id: refund.id,
        amount: refund.amount,
        status: refund.status,
        createdAt: refund.createdAt,
      })),
    }),
  ),
  paymentMethods: methods.map(({ id, brand, last4, expMonth, expYear, createdAt }) => ({
    id,
    brand,
    last4,
    expMonth,
    expYear,
    createdAt,
  })),
});

const PAGE = 100;

/** All personal data that payments holds of a person, as JSON. */
export const personalDataOf =
  ({ payments, methods }: Pick<Ports, 'payments' | 'methods'>) =>
  async (id: string): Promise<string> => {
    const userId = readId('user', id);
    const [own, kept] = await Promise.all([allOf(payments, userId), methods.ofUser(userId)]);
    return JSON.stringify(personalData(own, kept));
  };

const allOf = async (payments: Ports['payments'], ownerId: UserId): Promise<Payment[]> => {
  const all: Payment[] = [];
  for (let after: PaymentId | null = null; ; ) {
    const { rows, hasNextPage } = await payments.page(
      { ownerId, statuses: null, from: null, to: null },
      { first: PAGE, after },
    );
    all.push(...rows);
    after = rows.at(-1)?.id ?? null;
    if (!hasNextPage || !after) return all;
  }
};

/** Deletes all personal data of a person, at the provider first: our reference is kept until the customer and all cards are deleted there. Safe to repeat. */
export const personalDataErase =
  ({ methods, provider, privacy }: Pick<Ports, 'methods' | 'provider' | 'privacy'>) =>
  async (id: string): Promise<boolean> => {
    const userId = readId('user', id);
    const customer = await methods.customerOf(userId);
    if (customer) await provider.removeCustomer(customer);
    await privacy.forget(userId);
    return true;
  };
