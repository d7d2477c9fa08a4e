import type { OrderId, PaymentId, UserId } from '../../../kernel/ids.ts';
import type { Money } from '../../../kernel/money.ts';
import type { Page, PageRequest } from '../../../kernel/page.ts';
import type { ProviderRequestId, RequestState } from '../providerRequests/providerRequest.ts';
import type { Change, OrderNotification } from '../providerSync/change.ts';
import type { Payment, Status } from './payment.ts';

/** What is written together with a change: the answer to a call, the event that was the reason to look. */
export type SaveExtras = Readonly<{
  request?: Readonly<{
    id: ProviderRequestId;
    state: RequestState;
    code?: string | null;
    message?: string | null;
  }>;
  event?: string;
}>;

export type Opening = Readonly<{
  orderId: OrderId;
  orderNumber: string | null;
  ownerId: UserId | null;
  amount: Money;
  expiresAt: Date;
}>;
export type PaymentFilter = Readonly<{
  ownerId: UserId | null;
  statuses: readonly Status[] | null;
  from: Date | null;
  to: Date | null;
}>;

export type Payments = {
  find(ids: readonly PaymentId[]): Promise<(Payment | null)[]>;
  /** Newest first, a list an order. */
  ofOrders(ids: readonly OrderId[]): Promise<Payment[][]>;
  byProviderId(ids: readonly string[]): Promise<(Payment | null)[]>;
  page(filter: PaymentFilter, page: PageRequest<PaymentId>): Promise<Page<Payment>>;
  /** The order's payment that is not over, or a new one with the call that opens it; null for an order that must not be paid. */
  open(order: Opening): Promise<Payment | null>;
  /** Prevents any later payment of the order. */
  markVoided(orderId: OrderId): Promise<void>;
  /** Writes the change with its postings and news, if nothing else changed the payment since; false where something did. */
  save(change: Change, extras?: SaveExtras): Promise<boolean>;
  /** Those that were captured or refunded since, a batch after the last one seen. */
  capturedSince(since: Date, after: PaymentId | null): Promise<Payment[]>;
  /** Those that did not come to rest since, and those whose time to be paid ends: an event may have been lost. */
  dueForSync(before: Date, now: Date): Promise<PaymentId[]>;
};

export type PayableOrder = Readonly<{
  id: OrderId;
  number: string;
  total: Money;
  ownerId: UserId | null;
  payable: boolean;
  expiresAt: Date | null;
}>;

/** News as orders is told: with the version of the payment that it is of, and the key under which orders asked for the refund. */
export type VersionedNotification = OrderNotification &
  Readonly<{ version: number | null; refundKey: string | null }>;

export type Orders = {
  notifyPaymentChanged(paymentId: PaymentId, orderId: OrderId, news: VersionedNotification): Promise<void>;
  /** Null where the order is not the viewer's, nor opened by the token. */
  forPayment(
    orderId: OrderId,
    orderToken: string | null,
    onBehalfOf: UserId | null,
  ): Promise<PayableOrder | null>;
};
