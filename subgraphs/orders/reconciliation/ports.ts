import type { Id, OrderId, PaymentId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { AuditedOrder, Charge, StockReservation } from './compare.ts';
import type { Discrepancy, Finding } from './fault.ts';

/** What one look at a part of the books found, and where the next part begins. */
export type Page = Readonly<{ checked: number; faults: readonly Finding[]; next: string | null }>;

/** Whether all was looked at, or only orders from one on, without the stock. */
export type Scope = Readonly<{ from: OrderId | null }>;

export type ReconciliationPorts = {
  orderAudit: {
    /** Our own orders hold together: sums, quantities, promotions, what is stuck. */
    orders(after: string | null, first: number): Promise<Page>;
    /** The roll-ups of the sales report, day by day. */
    sales(after: string | null): Promise<Page>;
    /** What is of no order alone: promotions, invoice numbers, jobs that gave up. */
    shop(): Promise<readonly Finding[]>;
    find(ids: readonly OrderId[]): Promise<readonly AuditedOrder[]>;
    /** Orders whose payment lies between two ids, without the first and with the last. */
    withPayments(after: PaymentId | null, upTo: PaymentId | null): Promise<readonly AuditedOrder[]>;
    /** Gives refunds that were never asked for, and invoices that were never made, a new job. */
    requeueLostJobs(): Promise<void>;
  };
  peerAudits: {
    payments(after: string | null, first: number): Promise<Page & { charges: readonly Charge[] }>;
    stock(after: string | null, first: number): Promise<Page & { held: readonly StockReservation[] }>;
  };
  discrepancies: {
    /** Keeps what was seen; confirms what was seen for long enough, and closes what is gone. */
    observe(faults: readonly Finding[], scope: Scope, now: Date): Promise<void>;
    list(resolved: boolean): Promise<readonly Discrepancy[]>;
    resolve(id: Id<'disc'>, note: string, now: Date): Promise<Outcome<Discrepancy>>;
  };
};
