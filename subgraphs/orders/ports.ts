import type { OrderFilter } from '../../generated/orders/types.ts';
import type { CartId, Id, OrderId, PaymentId, ProductId, UserId, VariantId } from '../../kernel/ids.ts';
import type { Mailer } from '../../kernel/mailer.ts';
import type { Money } from '../../kernel/money.ts';
import type { Outcome, Refusal } from '../../kernel/outcome.ts';
import type { Page, PageRequest } from '../../kernel/page.ts';
import type { OrderChange } from './change.ts';
import type { Claim, Created } from './checkout/claim.ts';
import type { Fulfillment } from './fulfillment/fulfillment.ts';
import type { FulfillmentStore } from './fulfillment/ports.ts';
import type { InvoicePorts } from './invoices/ports.ts';
import type { Note } from './notes/note.ts';
import type { NoteStore } from './notes/ports.ts';
import type { Order, OrderTerms, Shortage } from './order.ts';
import type { PaymentState } from './payment/paymentState.ts';
import type { PersonalPorts } from './personal/ports.ts';
import type { CodeAttemptStore, PromotionStore } from './promotions/ports.ts';
import type { CartSnapshot, Items } from './quotes/basket.ts';
import type { ChargeLimits } from './quotes/charging.ts';
import type { TaxRate } from './quotes/tax.ts';
import type { ReconciliationPorts } from './reconciliation/ports.ts';
import type { RefundStore } from './refunds/ports.ts';
import type { ReportPorts } from './reports/ports.ts';
import type { ShippingStore } from './shipping/ports.ts';
import type { OrderEvent } from './timeline.ts';

export type RequestedLines = readonly Readonly<{ variantId: VariantId; quantity: number }>[];
/** The payment; or why the provider does not take it. */
export type OpenedPayment =
  | Readonly<{ paymentId: PaymentId; clientSecret: string | null }>
  | Readonly<{ refusals: readonly Refusal[] }>;
export type OrderListQuery = Readonly<{ ownerId: UserId | null; filter: OrderFilter | null | undefined }>;

export type Ports = InvoicePorts &
  ReportPorts &
  ReconciliationPorts &
  PersonalPorts & {
    orders: {
      /** The order with its lines, its redemptions and its first job in one transaction, if key, cart and promotions are still free. */
      create(agreement: OrderTerms, claim: Claim): Promise<Created>;
      /**
       * Load, decide, save as one atomic step; NOT_FOUND where there is none. A decision of null changes nothing. What is decided
       * of the order as it was `seen` is written without loading it, where it still stands there.
       */
      change(
        id: OrderId,
        decide: (order: Order) => Outcome<OrderChange | null>,
        seen?: Order,
      ): Promise<Outcome<Order>>;
      find(ids: readonly OrderId[]): Promise<readonly (Order | null)[]>;
      findByToken(tokenHash: string): Promise<Order | null>;
      findByKey(caller: string, key: string): Promise<Readonly<{ order: Order; inputHash: string }> | null>;
      /** The order that a cart has become; null once the cart is released, or where the order is cancelled. */
      findByCart(cartId: CartId): Promise<Readonly<{ order: Order; inputHash: string }> | null>;
      /** Newest first; of one customer, or of all. */
      page(of: OrderListQuery, page: PageRequest<OrderId>): Promise<Page<Order>>;
      timelines(ids: readonly OrderId[]): Promise<readonly OrderEvent[]>;
      fulfillments(ids: readonly OrderId[]): Promise<readonly Fulfillment[]>;
      notes(ids: readonly OrderId[]): Promise<readonly Note[]>;
      hasBought(customer: UserId, product: ProductId): Promise<boolean>;
      /** Gives every order whose saga should have moved by then a new job, and says which. */
      overdue(before: Date): Promise<readonly OrderId[]>;
      scheduleCheck(id: OrderId, at: Date): Promise<void>;
      /** The cart of the order may become another order. Safe to repeat. */
      releaseCart(id: OrderId): Promise<void>;
    };
    fulfillments: FulfillmentStore;
    refunds: RefundStore;
    notes: NoteStore;
    promotions: PromotionStore;
    codeAttempts: CodeAttemptStore;
    shipping: ShippingStore;
    taxes: { of(country: string | null): Promise<readonly TaxRate[]> };
    carts: {
      /** Null where there is none, or it is not the buyer's. */
      snapshot(id: CartId, buyer: UserId | null): Promise<CartSnapshot | null>;
      /** Takes what was ordered out of its cart; open: more was added since, and can be ordered too. Safe to repeat. */
      close(order: Order): Promise<Readonly<{ isOpen: boolean }>>;
    };
    catalogue: {
      /** Only those that are sold now. */
      forSale(ids: readonly VariantId[]): Promise<Items>;
      reserve(
        orderId: OrderId,
        lines: RequestedLines,
        expiresAt: Date,
      ): Promise<Readonly<{ reserved: boolean; shortages: readonly Shortage[] }>>;
      /** False: the reservation is gone, and stock could not be taken again. */
      commit(orderId: OrderId): Promise<boolean>;
      release(orderId: OrderId): Promise<void>;
      returnStock(orderId: OrderId, lines: RequestedLines, key: string): Promise<void>;
    };
    payments: {
      /** What the provider charges; null while payments has not said it. */
      limits(): Promise<ChargeLimits>;
      /** The same payment again for the same order. */
      open(order: Order): Promise<OpenedPayment>;
      capture(orderId: OrderId): Promise<PaymentState>;
      /** Also sees to it that none is opened later. */
      void(orderId: OrderId): Promise<PaymentState>;
      /** What the provider says now. */
      state(orderId: OrderId): Promise<PaymentState>;
      refund(
        orderId: OrderId,
        amount: Money,
        reason: string,
        key: string,
      ): Promise<Outcome<Id<'ref'> | null>>;
    };
    customers: { email(id: UserId): Promise<string | null> };
    mailer: Mailer;
    clock(): Date;
    settings: Readonly<{ linkSecret: string; shopUrl: string; publicUrl: string; holdMs: number }>;
  };
