import type { Id, PaymentId } from '../../../kernel/ids.ts';
import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { Entry, Kind } from './ledger.ts';

export type BookedEntry = Entry &
  Readonly<{
    id: Id<'ledger'>;
    transactionId: Id<'txn'>;
    paymentId: PaymentId;
    kind: Kind;
    currency: string;
    at: Date;
  }>;

/** What the provider's account says otherwise than our books. */
export type Difference = Readonly<{ ours: number; theirs: number }>;

export type Ledger = {
  /** What the books say that the provider holds for us of a payment, in its currency. */
  cash(paymentId: PaymentId): Promise<number>;
  /** Keeps what a comparison found, for staff to see; null takes away what an earlier one found. */
  compared(paymentId: PaymentId, difference: Difference | null): Promise<void>;
  /** Payments that differed when they were last compared. */
  differing(): Promise<PaymentId[]>;
  page(paymentId: PaymentId | null, page: PageRequest<Id<'ledger'>>): Promise<Page<BookedEntry>>;
};
