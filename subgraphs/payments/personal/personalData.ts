import type { SavedMethod } from '../methods/method.ts';
import type { Payment } from '../payment.ts';

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
