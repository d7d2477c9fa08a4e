import type Stripe from 'stripe';
import type { Unit } from './journal/unit.ts';
import { API_VERSION } from './version.ts';

/** The events of this slice of Stripe, with the objects that the SDK gives them. */
type Produced =
  | Stripe.PaymentIntentCreatedEvent
  | Stripe.PaymentIntentRequiresActionEvent
  | Stripe.PaymentIntentAmountCapturableUpdatedEvent
  | Stripe.PaymentIntentPaymentFailedEvent
  | Stripe.PaymentIntentSucceededEvent
  | Stripe.PaymentIntentCanceledEvent
  | Stripe.PaymentMethodAttachedEvent
  | Stripe.PaymentMethodDetachedEvent
  | Stripe.ChargeSucceededEvent
  | Stripe.ChargeFailedEvent
  | Stripe.ChargeCapturedEvent
  | Stripe.ChargeRefundedEvent
  | Stripe.ChargeRefundUpdatedEvent
  | Stripe.ChargeDisputeCreatedEvent
  | Stripe.ChargeDisputeUpdatedEvent
  | Stripe.ChargeDisputeFundsWithdrawnEvent
  | Stripe.ChargeDisputeFundsReinstatedEvent
  | Stripe.ChargeDisputeClosedEvent
  | Stripe.RefundCreatedEvent
  | Stripe.RefundUpdatedEvent
  | Stripe.RefundFailedEvent
  | Stripe.CustomerCreatedEvent
  | Stripe.CustomerUpdatedEvent
  | Stripe.CustomerDeletedEvent;

export type EventType = Produced['type'];
type Subject<T extends EventType> = Extract<Produced, { type: T }>['data']['object'];

/** Writes the event, and with it the duty to send it, into the unit of work that caused it. */
export const emit = <T extends EventType>(unit: Unit, type: T, object: Subject<T>): void => {
  const event = unit.put('event', {
    id: unit.id('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: unit.seconds,
    data: { object: { ...object } },
    livemode: false,
    pending_webhooks: unit.webhooks ? 1 : 0,
    request: unit.request
      ? { id: unit.request.id, idempotency_key: unit.request.key }
      : { id: null, idempotency_key: null },
    type,
  });
  if (unit.webhooks)
    unit.put('delivery', {
      id: event.id,
      status: 'pending',
      attempts: 0,
      nextAt: unit.now,
      lastAnswer: null,
    });
};
