import type {
  MutationResolvers,
  OrderResolvers,
  PaymentResolvers,
  QueryResolvers,
  UserResolvers,
} from '../../../generated/payments/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { money } from '../../../kernel/money.ts';
import { payload, userErrors } from '../../../kernel/outcome.ts';
import { isStaff, ownerOf } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { paymentCapture, paymentCaptureFor, paymentVoid, paymentVoidFor } from './commands.ts';
import type { Payment } from './payment.ts';
import { paymentConfirm } from './paymentConfirm.ts';
import { paymentOpen, paymentRetry } from './paymentOpen.ts';
import { clientSecret, paymentStateFor, payments, paymentsOf } from './queries.ts';

export const paymentQueries = (ports: Ports) =>
  ({
    payment: async (_, { id }, { viewer, loaders }) => {
      const payment = await loaders.payment.load(readId('pay', id));
      return payment && (isStaff(viewer) || payment.ownerId === ownerOf(viewer)) ? payment : null;
    },
    payments: (_, args) => payments(ports)(args),
    chargeLimits: () => ports.provider.chargeLimits,
    paymentStateFor: (_, { orderId }) => paymentStateFor(ports)(readId('ord', orderId)).then(stateOf),
  }) satisfies Partial<QueryResolvers>;

export const paymentMutations = (ports: Ports) =>
  ({
    paymentConfirm: async (_, { input }, { viewer }) => {
      const { payment, outcome } = await paymentConfirm(ports)(viewer, input);
      return { payment, userErrors: userErrors(outcome) };
    },
    paymentRetry: (_, { input }, { viewer }) => paymentRetry(ports)(viewer, input).then(payload('payment')),
    paymentCapture: (_, { input }, { viewer }) =>
      paymentCapture(ports)(viewer, input).then(payload('payment')),
    paymentVoid: (_, { input }, { viewer }) => paymentVoid(ports)(viewer, input).then(payload('payment')),
    paymentOpen: async (_, { input }) => {
      const opened = await paymentOpen(ports)(input);
      const { payment, clientSecret } = opened.ok ? opened.value : { payment: null, clientSecret: null };
      return {
        paymentId: payment?.id ?? null,
        status: payment?.status ?? null,
        clientSecret,
        userErrors: userErrors(opened),
      };
    },
    paymentCaptureFor: (_, { orderId }) => paymentCaptureFor(ports)(readId('ord', orderId)).then(stateOf),
    paymentVoidFor: (_, { orderId }) => paymentVoidFor(ports)(readId('ord', orderId)).then(stateOf),
  }) satisfies Partial<MutationResolvers>;

export const paymentFields = (ports: Ports): PaymentResolvers => ({
  __resolveReference: ({ id }, { loaders }) => loaders.payment.load(readId('pay', id)),
  order: ({ orderId }) => ({ id: orderId }),
  provider: () => 'stripe',
  clientSecret: (payment, _, { viewer }) => clientSecret(ports)(viewer, payment),
  nextAction: ({ status, redirectUrl }) =>
    status === 'REQUIRES_ACTION' && redirectUrl ? { redirectUrl } : null,
  captured: ({ totals, amount }) => money(totals.captured, amount.currency),
  refunded: ({ totals, amount }) => money(totals.refunded, amount.currency),
});

export const orderFields: OrderResolvers = {
  payments: ({ id }, _, { loaders }) => loaders.ofOrder.load(readId('ord', id)),
};

export const userPayments = (ports: Ports) =>
  ({
    payments: ({ id }, args, { viewer }) => paymentsOf(ports)(viewer, readId('user', id), args),
  }) satisfies Partial<UserResolvers>;

const stateOf = (payment: Payment | null) => ({
  paymentId: payment?.id ?? null,
  status: payment?.status ?? null,
  captured: payment && money(payment.totals.captured, payment.amount.currency),
});
