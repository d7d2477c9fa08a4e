import type { SalesReportBy } from '../../../generated/orders/types.ts';
import type { Id, OrderId, PaymentId, UserId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Note, Order } from '../order/order.ts';
import type { OrderPorts } from '../order/ports.ts';
import type {
  AuditedOrder,
  AuditPage,
  Charge,
  Discrepancy,
  Finding,
  StockReservation,
} from './discrepancy.ts';
import type { Named, Sales, Span } from './salesReport.ts';

export type SalesStore = {
  /** Exact for any period: whole days come from the roll-ups, partial days from the orders. */
  by(by: SalesReportBy, span: Span): Promise<readonly Sales[]>;
  total(span: Span): Promise<Sales>;
  /** Titles of products as they were last sold. */
  titles(productIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Sets the time zone of the roll-ups. Counts everything again if it has changed. */
  keepZone(timeZone: string): Promise<void>;
  /** Adds up the rows of the same day and subject. */
  fold(): Promise<void>;
};

/** The audited range: everything (null), or only orders from this id on, without stock. */
export type Scope = Readonly<{ from: OrderId | null }>;

export type BackOfficePorts = OrderPorts & {
  notes: {
    /** Stores a note and adds it to the timeline. NOT_FOUND if there is no such order. */
    add(note: Note, author: UserId): Promise<Outcome<Order>>;
  };
  sales: SalesStore;
  categories: {
    /** Names of the existing categories, by slug. */
    named(): Promise<ReadonlyMap<string, Named>>;
  };
  currency: string;
  orderAudit: {
    /** Checks a page of orders: sums, quantities, stuck sagas, failed refunds. */
    orders(after: string | null, first: number): Promise<AuditPage>;
    /** Checks the roll-ups of the sales report, one day per page. */
    sales(after: string | null): Promise<AuditPage>;
    /** Checks what belongs to no single order: promotions, invoice numbers, dead jobs. */
    shop(): Promise<readonly Finding[]>;
    find(ids: readonly OrderId[]): Promise<readonly AuditedOrder[]>;
    /** Orders whose payment id is greater than `after` and at most `upTo`. */
    withPayments(after: PaymentId | null, upTo: PaymentId | null): Promise<readonly AuditedOrder[]>;
    /** Enqueues a job for each refund that was never requested and each invoice that was never made. */
    requeueLostJobs(): Promise<void>;
  };
  peerAudits: {
    payments(after: string | null, first: number): Promise<AuditPage & { charges: readonly Charge[] }>;
    stock(after: string | null, first: number): Promise<AuditPage & { held: readonly StockReservation[] }>;
  };
  discrepancies: {
    /** Records findings, confirms those that persist, and closes those that are gone. */
    observe(findings: readonly Finding[], scope: Scope, now: Date): Promise<void>;
    list(resolved: boolean): Promise<readonly Discrepancy[]>;
    resolve(id: Id<'disc'>, note: string, now: Date): Promise<Outcome<Discrepancy>>;
  };
};
