import type { Claim } from '../../kernel/idempotency.ts';
import type { Id, OrderId, PaymentId, UserId } from '../../kernel/ids.ts';
import type { Money } from '../../kernel/money.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Page, PageRequest } from '../../kernel/page.ts';
import type { AuditStore } from './audit/ports.ts';
import type { Call, CallId, CallKind, CallState } from './call.ts';
import type { Change, News } from './change.ts';
import type { InboxEvent, Intake } from './events/event.ts';
import type { Entry, Kind } from './ledger/ledger.ts';
import type { SavedMethod } from './methods/method.ts';
import type { Attempt, CardDetails, Payment, Refund } from './payment.ts';
import type { PersonalPorts } from './personal/ports.ts';
import type { Sighting } from './sighting.ts';
import type { Status } from './status.ts';

/** What is written together with a change: the answer to a call, the event that was the reason to look. */
export type Marks = Readonly<{
  call?: Readonly<{ id: CallId; state: CallState; code?: string | null; message?: string | null }>;
  event?: string;
}>;

export type Opening = Readonly<{ orderId: OrderId; orderNumber: string | null; ownerId: UserId | null; amount: Money; expiresAt: Date }>;
export type PaymentFilter = Readonly<{ ownerId: UserId | null; statuses: readonly Status[] | null; from: Date | null; to: Date | null }>;

/** What a call is to ask beside its kind. */
export type Ask = Readonly<{ kind: CallKind; method?: string; customer?: string | null; saves?: boolean }>;

export type Payments = {
  find(ids: readonly PaymentId[]): Promise<(Payment | null)[]>;
  /** Newest first, a list an order. */
  ofOrders(ids: readonly OrderId[]): Promise<Payment[][]>;
  byProviderId(providerId: string): Promise<Payment | null>;
  page(filter: PaymentFilter, page: PageRequest<PaymentId>): Promise<Page<Payment>>;
  /** The order's payment that is not over, or a new one with the call that opens it; null for an order that must not be paid. */
  open(order: Opening): Promise<Payment | null>;
  /** Whatever comes later, the order is not to be paid. */
  markVoided(orderId: OrderId): Promise<void>;
  /** Writes the change with its postings and news, if nothing else changed the payment since; false where something did. */
  save(change: Change, marks?: Marks): Promise<boolean>;
  /** Those that were captured since, a batch after the last one seen. */
  taken(since: Date, after: PaymentId | null): Promise<Payment[]>;
  /** Those that did not come to rest since, and those whose time to be paid ends: an event may have been lost. */
  stale(before: Date, now: Date): Promise<PaymentId[]>;
};

export type Calls = {
  /** Writes a call once per claim, if the payment still allows it; the call of an earlier claim otherwise. */
  claim(paymentId: PaymentId, ask: Ask, once: Claim | null): Promise<Outcome<CallId>>;
  find(id: CallId): Promise<Call | null>;
  /** The one that opens a payment. */
  opening(paymentId: PaymentId): Promise<CallId | null>;
  /** Whoever gets the call here may ask; null while another process asks, and once it is answered. */
  lease(id: CallId, until: Date): Promise<Call | null>;
  /** Those that nobody has brought to an end, for the reconciler. */
  unanswered(before: Date): Promise<CallId[]>;
  /** No answer: asked again later. `unsure`: it may have happened all the same. */
  postpone(call: Call, how: Readonly<{ unsure: boolean; renew: boolean }>): Promise<void>;
};

export type RefundWanted = Readonly<{ paymentId: PaymentId; amount: Money; reason: string | null; claim: Claim }>;

export type Ports = PersonalPorts & {
  audits: AuditStore;
  payments: Payments;
  calls: Calls;
  refunds: {
    /** Reserves the amount and writes the call; REFUND_EXCEEDS where not so much is left. */
    open(wanted: RefundWanted): Promise<Outcome<{ refundId: Id<'ref'>; callId: CallId }>>;
    /** Newest first. */
    page(statuses: readonly Refund['status'][] | null, page: PageRequest<Id<'ref'>>): Promise<Page<Refund>>;
  };
  events: {
    /** Stored once, with the job that applies it unless it is quarantined or of no interest. */
    take(event: Intake): Promise<void>;
    find(id: string): Promise<InboxEvent | null>;
    close(id: string, state: 'APPLIED' | 'IGNORED' | 'QUARANTINED', reason: string | null): Promise<void>;
  };
  ledger: {
    /** What the books say that the provider holds for us of a payment. */
    cash(paymentId: PaymentId): Promise<number>;
    page(paymentId: PaymentId | null, page: PageRequest<Id<'ledger'>>): Promise<Page<BookedEntry>>;
  };
  methods: {
    ofUser(userId: UserId): Promise<SavedMethod[]>;
    find(userId: UserId, id: Id<'pm'>): Promise<SavedMethod | null>;
    keep(userId: UserId, providerId: string, card: CardDetails): Promise<SavedMethod>;
    drop(id: Id<'pm'>): Promise<void>;
    customerOf(userId: UserId): Promise<string | null>;
    keepCustomer(userId: UserId, providerId: string): Promise<string>;
  };
  provider: Provider;
  orders: {
    tell(paymentId: PaymentId, orderId: OrderId, news: News): Promise<void>;
    /** Null where the order is not the viewer's, nor opened by the token. */
    forPayment(orderId: OrderId, orderToken: string | null, onBehalfOf: UserId | null): Promise<PayableOrder | null>;
  };
  now(): Date;
  newRefundId(): Id<'ref'>;
  /** People have to look at this. */
  alarm(what: string, about: Readonly<Record<string, string | null>>): void;
};

export type BookedEntry = Entry &
  Readonly<{ id: Id<'ledger'>; transactionId: Id<'txn'>; paymentId: PaymentId; kind: Kind; currency: string; at: Date }>;
export type PayableOrder = Readonly<{
  id: OrderId;
  number: string;
  total: Money;
  ownerId: UserId | null;
  payable: boolean;
  expiresAt: Date | null;
}>;

/** Seen: the answer, a declined card included. Refused: it will never be done. Again: it was not done. Unknown: nobody can say. */
export type Answer =
  | Readonly<{ is: 'seen'; sighting: Sighting; declined: Attempt['code'] | null; message: string | null }>
  | Readonly<{ is: 'refused'; code: string; message: string }>
  | Readonly<{ is: 'again' }>
  | Readonly<{ is: 'unknown'; replayed: boolean }>;

export type Provider = {
  open(key: string, payment: Payment): Promise<Answer>;
  confirm(key: string, providerId: string, call: Pick<Call, 'method' | 'customer' | 'saves'>): Promise<Answer>;
  capture(key: string, providerId: string): Promise<Answer>;
  cancel(key: string, providerId: string): Promise<Answer>;
  refund(key: string, providerId: string, refund: Refund): Promise<Answer>;
  refundAll(key: string, providerId: string): Promise<Answer>;
  /** What it says now; throws where it does not answer. */
  look(providerId: string): Promise<Sighting>;
  /** What the provider's account gained by it, by its own bookings; null where those are in another currency. */
  cash(providerId: string): Promise<number | null>;
  clientSecret(providerId: string): Promise<string>;
  /** The customer's record at the provider, made once. */
  customer(userId: UserId): Promise<string>;
  attach(method: string, customer: string): Promise<Outcome<Readonly<{ providerId: string; card: CardDetails }>>>;
  detach(method: string): Promise<void>;
  /** With all cards that the customer keeps; one that is gone already is no fault. */
  removeCustomer(customer: string): Promise<void>;
};
