import type { Id, PaymentId } from '../../../kernel/ids.ts';
import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { Entry, Kind } from './ledger.ts';

export type BookedEntry = Entry &
  Readonly<{ id: Id<'ledger'>; transactionId: Id<'txn'>; paymentId: PaymentId; kind: Kind; currency: string; at: Date }>;

export type Ledger = {
  /** What the books say that the provider holds for us of a payment. */
  cash(paymentId: PaymentId): Promise<number>;
  page(paymentId: PaymentId | null, page: PageRequest<Id<'ledger'>>): Promise<Page<BookedEntry>>;
};
