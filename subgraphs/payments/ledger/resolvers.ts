import { z } from 'zod';
import type { LedgerEntryResolvers, QueryResolvers } from '../../../generated/payments/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { isId, readId } from '../../../kernel/ids.ts';
import { money } from '../../../kernel/money.ts';
import { connection, encodeCursor, readPage } from '../../../kernel/page.ts';
import type { Ports } from '../ports.ts';

const LIST = 'ledger';
const MAX_AUDITED = 1_000;
const cursorKey = z
  .string()
  .refine((id) => isId('ledger', id))
  .transform((id) => readId('ledger', id));

export const ledgerQueries = (ports: Ports) =>
  ({
    ledger: async (_, { paymentId, ...args }) => {
      const id = paymentId == null ? null : readId('pay', paymentId);
      const page = await ports.ledger.page(id, readPage(LIST, cursorKey, args));
      return connection(page, (entry) => encodeCursor(LIST, entry.id), args.after != null);
    },
    paymentAudit: (_, { after, first }) => {
      if (first < 1 || first > MAX_AUDITED) throw badInput(`first must be 1 to ${MAX_AUDITED}.`);
      return ports.audits.page(after == null ? null : readId('pay', after), first);
    },
  }) satisfies Partial<QueryResolvers>;

export const ledgerEntryFields: LedgerEntryResolvers = {
  debit: ({ debit, currency }) => (debit > 0 ? money(debit, currency) : null),
  credit: ({ credit, currency }) => (credit > 0 ? money(credit, currency) : null),
};
