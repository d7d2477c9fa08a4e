import { z } from 'zod';
import type {
  MutationResolvers,
  QueryResolvers,
  RefundResolvers,
} from '../../../generated/payments/types.ts';
import { isId, readId } from '../../../kernel/ids.ts';
import { userErrors } from '../../../kernel/outcome.ts';
import { connection, encodeCursor, readPage } from '../../../kernel/page.ts';
import type { Payment } from '../payment/payment.ts';
import type { Ports } from '../ports.ts';
import { refundOpen } from './refundOpen.ts';

const LIST = 'refunds';
const cursorKey = z
  .string()
  .refine((id) => isId('ref', id))
  .transform((id) => readId('ref', id));

export const refundQueries = (ports: Ports) =>
  ({
    refunds: async (_, { statuses, ...args }) => {
      const page = await ports.refunds.page(statuses ?? null, readPage(LIST, cursorKey, args));
      return connection(page, ({ id }) => encodeCursor(LIST, id), args.after != null);
    },
  }) satisfies Partial<QueryResolvers>;

export const refundMutations = (ports: Ports) =>
  ({
    refundOpen: async (_, { input }, { viewer }) => {
      const opened = await refundOpen(ports)(viewer, input);
      const { id, status } = opened.ok ? opened.value : { id: null, status: null };
      return { refundId: id, status, userErrors: userErrors(opened) };
    },
  }) satisfies Partial<MutationResolvers>;

export const refundFields: RefundResolvers = {
  payment: ({ paymentId }, _, { loaders }) => loaders.payment.load(paymentId).then(required),
};

/** A foreign key guarantees that a refund has a payment. */
const required = (payment: Payment | null): Payment => {
  if (payment) return payment;
  throw new Error('a refund has no payment');
};
