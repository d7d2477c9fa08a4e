import type { Id, OrderId, PaymentId } from '../../../kernel/ids.ts';
import type { Money } from '../../../kernel/money.ts';
import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { Status } from '../payment/payment.ts';
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
  saveComparison(paymentId: PaymentId, difference: Difference | null): Promise<void>;
  /** Payments that differed when they were last compared. */
  differing(): Promise<PaymentId[]>;
  page(paymentId: PaymentId | null, page: PageRequest<Id<'ledger'>>): Promise<Page<BookedEntry>>;
};

/** Something in the ledger or the payments that is inconsistent. */
export type Discrepancy = Readonly<{ kind: string; subject: string; detail: string }>;
export type AuditedPayment = Readonly<{
  id: PaymentId;
  orderId: OrderId;
  status: Status;
  captured: Money;
  refunded: Money;
}>;
export type Audit = Readonly<{
  checked: number;
  faults: readonly Discrepancy[];
  next: PaymentId | null;
  payments: readonly AuditedPayment[];
}>;

export type AuditStore = {
  /** Looks at some payments, in the order of their ids; faults that belong to none come with the first page. */
  page(after: PaymentId | null, first: number): Promise<Audit>;
};
