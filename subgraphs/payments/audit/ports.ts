import type { OrderId, PaymentId } from '../../../kernel/ids.ts';
import type { Money } from '../../../kernel/money.ts';
import type { Status } from '../status.ts';

/** Something in the books that does not hold. */
export type Fault = Readonly<{ kind: string; subject: string; detail: string }>;
export type Audited = Readonly<{
  id: PaymentId;
  orderId: OrderId;
  status: Status;
  captured: Money;
  refunded: Money;
}>;
export type Audit = Readonly<{
  checked: number;
  faults: readonly Fault[];
  next: PaymentId | null;
  payments: readonly Audited[];
}>;

export type AuditStore = {
  /** Looks at some payments, in the order of their ids; faults that belong to none come with the first page. */
  page(after: PaymentId | null, first: number): Promise<Audit>;
};
