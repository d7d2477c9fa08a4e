import type { Resolvers } from '../../generated/payments/types.ts';
import type { Complete } from '../../kernel/graphql.ts';
import { moneyResolvers } from '../../kernel/money.resolvers.ts';
import { ledgerEntryFields, ledgerQueries } from './ledger/resolvers.ts';
import { methodMutations, userMethods } from './methods/resolvers.ts';
import {
  orderFields,
  paymentFields,
  paymentMutations,
  paymentQueries,
  userPayments,
} from './payment/resolvers.ts';
import type { Ports } from './ports.ts';
import { privacyMutations, privacyQueries } from './privacy/resolvers.ts';
import { refundFields, refundMutations, refundQueries } from './refunds/resolvers.ts';
import { eventMutations, eventQueries, paymentEventFields } from './webhooks/resolvers.ts';

export const resolvers = (ports: Ports): Complete<Resolvers> => ({
  Query: {
    ...paymentQueries(ports),
    ...refundQueries(ports),
    ...ledgerQueries(ports),
    ...eventQueries(ports),
    ...privacyQueries(ports),
  },
  Mutation: {
    ...paymentMutations(ports),
    ...refundMutations(ports),
    ...methodMutations(ports),
    ...eventMutations(ports),
    ...privacyMutations(ports),
  },
  Payment: paymentFields(ports),
  Refund: refundFields,
  PaymentEvent: paymentEventFields,
  LedgerEntry: ledgerEntryFields,
  Order: orderFields,
  User: { ...userPayments(ports), ...userMethods(ports) },
  Money: moneyResolvers,
});
