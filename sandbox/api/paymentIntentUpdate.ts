import type Stripe from 'stripe';
import { z } from 'zod';
import type { Unit } from '../journal/unit.ts';
import { revise } from '../objects/intent.ts';
import { mustIntent } from './lookup.ts';
import { save } from './settle.ts';
import { fields, mustBeChargeableBy, termsSaid } from './terms.ts';

export const paymentIntentUpdateParams = z
  .strictObject(fields)
  .omit({ confirm: true, off_session: true, return_url: true })
  .partial();

export const paymentIntentUpdate = (
  unit: Unit,
  said: z.output<typeof paymentIntentUpdateParams>,
  id: string,
): Stripe.PaymentIntent => {
  const intent = mustIntent(unit, id);
  const revised = revise(intent, termsSaid(unit, said, intent));
  mustBeChargeableBy(unit, revised.amount, revised.currency);
  return save(unit, revised);
};
