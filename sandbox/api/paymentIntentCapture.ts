import type Stripe from 'stripe';
import { z } from 'zod';
import type { Unit } from '../journal/unit.ts';
import { mustBeCountable } from '../objects/currencies.ts';
import { capture } from '../objects/intent.ts';
import { mustIntent } from './lookup.ts';
import { merged, metadata, positive } from './params.ts';
import { settleCapture } from './settle.ts';

export const paymentIntentCaptureParams = z.strictObject({
  amount_to_capture: positive.optional(),
  metadata: metadata.optional(),
});

export const paymentIntentCapture = (
  unit: Unit,
  said: z.output<typeof paymentIntentCaptureParams>,
  id: string,
): Stripe.PaymentIntent => {
  const intent = mustIntent(unit, id);
  if (said.amount_to_capture !== undefined)
    mustBeCountable(said.amount_to_capture, intent.currency, 'amount_to_capture');
  const taken = capture(intent, said.amount_to_capture ?? null);
  const received = taken.state.is === 'succeeded' ? taken.state.received : 0;
  return settleCapture(unit, { ...taken, metadata: merged(intent.metadata, said.metadata) }, received);
};
