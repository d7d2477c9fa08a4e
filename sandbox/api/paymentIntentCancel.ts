import type Stripe from 'stripe';
import { z } from 'zod';
import { emit } from '../event.ts';
import type { Unit } from '../journal/unit.ts';
import { cancel } from '../objects/intent.ts';
import { mustCharge, mustIntent } from './lookup.ts';
import { release, save } from './settle.ts';

const reason = z.enum(
  ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'],
  'Invalid cancellation_reason',
);

export const paymentIntentCancelParams = z.strictObject({ cancellation_reason: reason.optional() });

/** What was held for the payment is released. */
export const paymentIntentCancel = (
  unit: Unit,
  said: z.output<typeof paymentIntentCancelParams>,
  id: string,
): Stripe.PaymentIntent => {
  const intent = mustIntent(unit, id);
  const canceled = cancel(intent, said.cancellation_reason ?? null, unit.seconds);
  if (intent.state.is === 'requires_capture')
    release(unit, mustCharge(unit, intent.charge), intent.state.capturable);
  const shown = save(unit, canceled);
  emit(unit, 'payment_intent.canceled', shown);
  return shown;
};
