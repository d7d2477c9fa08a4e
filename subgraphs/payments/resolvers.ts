import type { Resolvers } from '../../generated/payments/types.ts';
import type { Complete } from '../../kernel/graphql.ts';
import { readId } from '../../kernel/ids.ts';
import { moneyResolvers } from '../../kernel/money.resolvers.ts';
import { money } from '../../kernel/money.ts';
import { payload, userErrors } from '../../kernel/outcome.ts';
import { isStaff, ownerOf } from '../../kernel/viewer.ts';
import type { Payment } from './payment/payment.ts';
import type { UseCases } from './useCases.ts';

export const resolvers = (use: UseCases): Complete<Resolvers> => ({
  Query: {
    payment: async (_, { id }, { viewer, loaders }) => {
      const payment = await loaders.payment.load(readId('pay', id));
      return payment && (isStaff(viewer) || payment.ownerId === ownerOf(viewer)) ? payment : null;
    },
    payments: (_, args) => use.payments(args),
    refunds: (_, args) => use.refunds(args),
    ledger: (_, args) => use.ledger(args),
    paymentEvents: (_, args) => use.paymentEvents(args),
    paymentAudit: (_, args) => use.paymentAudit(args),
    chargeLimits: () => use.chargeLimits,
    paymentStateFor: (_, { orderId }) => use.paymentStateFor(readId('ord', orderId)).then(stateOf),
    personalDataOf: (_, { userId }) => use.personalDataOf(userId),
  },
  Mutation: {
    paymentConfirm: async (_, { input }, { viewer }) => {
      const { payment, outcome } = await use.paymentConfirm(viewer, input);
      return { payment, userErrors: userErrors(outcome) };
    },
    paymentRetry: (_, { input }, { viewer }) => use.paymentRetry(viewer, input).then(payload('payment')),
    paymentMethodAttach: (_, { input }, { viewer }) =>
      use.paymentMethodAttach(viewer, input).then(payload('paymentMethod')),
    paymentMethodDetach: (_, { id }, { viewer }) =>
      use.paymentMethodDetach(viewer, id).then(payload('deletedId', null)),
    paymentCapture: (_, { input }, { viewer }) => use.paymentCapture(viewer, input).then(payload('payment')),
    paymentVoid: (_, { input }, { viewer }) => use.paymentVoid(viewer, input).then(payload('payment')),
    paymentEventRetry: (_, { id }) => use.paymentEventRetry(id).then(payload('event')),
    paymentEventDismiss: (_, { id }) => use.paymentEventDismiss(id).then(payload('event')),
    paymentOpen: async (_, { input }) => {
      const opened = await use.paymentOpen(input);
      const { payment, clientSecret } = opened.ok ? opened.value : { payment: null, clientSecret: null };
      return {
        paymentId: payment?.id ?? null,
        status: payment?.status ?? null,
        clientSecret,
        userErrors: userErrors(opened),
      };
    },
    paymentCaptureFor: (_, { orderId }) => use.paymentCaptureFor(readId('ord', orderId)).then(stateOf),
    paymentVoidFor: (_, { orderId }) => use.paymentVoidFor(readId('ord', orderId)).then(stateOf),
    refundOpen: async (_, { input }, { viewer }) => {
      const opened = await use.refundOpen(viewer, input);
      const { id, status } = opened.ok ? opened.value : { id: null, status: null };
      return { refundId: id, status, userErrors: userErrors(opened) };
    },
    personalDataErase: (_, { userId }) => use.personalDataErase(userId),
  },
  Payment: {
    __resolveReference: ({ id }, { loaders }) => loaders.payment.load(readId('pay', id)),
    order: ({ orderId }) => ({ id: orderId }),
    provider: () => 'stripe',
    clientSecret: (payment, _, { viewer }) => use.clientSecret(viewer, payment),
    nextAction: ({ status, redirectUrl }) =>
      status === 'REQUIRES_ACTION' && redirectUrl ? { redirectUrl } : null,
    captured: ({ totals, amount }) => money(totals.captured, amount.currency),
    refunded: ({ totals, amount }) => money(totals.refunded, amount.currency),
  },
  Refund: { payment: ({ paymentId }, _, { loaders }) => loaders.payment.load(paymentId).then(found) },
  PaymentEvent: {
    payment: ({ intentId }, _, { loaders }) => (intentId ? loaders.ofIntent.load(intentId) : null),
  },
  LedgerEntry: {
    debit: ({ debit, currency }) => (debit > 0 ? money(debit, currency) : null),
    credit: ({ credit, currency }) => (credit > 0 ? money(credit, currency) : null),
  },
  Order: { payments: ({ id }, _, { loaders }) => loaders.ofOrder.load(readId('ord', id)) },
  User: {
    payments: ({ id }, args, { viewer }) => use.paymentsOf(viewer, readId('user', id), args),
    paymentMethods: ({ id }, _, { viewer }) => use.paymentMethods(viewer, readId('user', id)),
  },
  Money: moneyResolvers,
});

/** What a row of ours leads to is there. */
const found = (payment: Payment | null): Payment => {
  if (payment) return payment;
  throw new Error('a refund has no payment');
};

const stateOf = (payment: Payment | null) => ({
  paymentId: payment?.id ?? null,
  status: payment?.status ?? null,
  captured: payment && money(payment.totals.captured, payment.amount.currency),
});
