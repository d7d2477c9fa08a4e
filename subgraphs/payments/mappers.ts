import type { OrderId, UserId } from '../../kernel/ids.ts';
import type { BookedEntry } from './ledger/ports.ts';
import type { SavedMethod } from './methods/method.ts';
import type { Attempt, CardDetails, Refund } from './payment/payment.ts';
import type { ProvenPayment } from './payment/queries.ts';
import type { InboxEvent } from './webhooks/event.ts';

export type { MoneyMapper } from '../../kernel/money.resolvers.ts';
export type PaymentMapper = ProvenPayment;
export type PaymentAttemptMapper = Attempt;
export type PaymentMethodMapper = SavedMethod;
export type PaymentMethodDetailsMapper = CardDetails;
export type RefundMapper = Refund;
export type PaymentEventMapper = InboxEvent;
export type LedgerEntryMapper = BookedEntry;
export type OrderMapper = { id: OrderId };
export type UserMapper = { id: UserId };
