import type Stripe from 'stripe';
import { z } from 'zod';
import type { Unit } from '../journal/unit.ts';
import { mustBeOpen } from '../objects/attempt.ts';
import { revise } from '../objects/intent.ts';
import { mustIntent } from './lookup.ts';
import { type Declined, pay } from './pay.ts';
import { fields, termsSaid } from './terms.ts';

export const paymentIntentConfirmParams = z
  .strictObject(fields)
  .pick({
    payment_method: true,
    return_url: true,
    off_session: true,
    receipt_email: true,
    setup_future_usage: true,
    shipping: true,
    capture_method: true,
  })
  .partial();

export const paymentIntentConfirm = (
  unit: Unit,
  { off_session, ...said }: z.output<typeof paymentIntentConfirmParams>,
  id: string,
): Stripe.PaymentIntent | Declined => {
  const intent = mustIntent(unit, id);
  mustBeOpen(intent);
  return pay(unit, revise(intent, termsSaid(unit, said, intent)), off_session ?? false);
};
