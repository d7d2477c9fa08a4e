import type Stripe from 'stripe';
import type { PaymentId } from '../../../kernel/ids.ts';
import type { ProviderPayment } from './ports.ts';
import { phaseOf } from './sighting.stripe.ts';

/** Our clock and Stripe's differ by less. */
const SKEW_S = 60;
const MOST = 10_000;

/** A list, since Stripe's search lags behind by a minute or more, and is not there for accounts of every country. */
export const openedFor = async (stripe: Stripe, id: PaymentId, since: Date): Promise<ProviderPayment[]> => {
  const created = { gte: Math.floor(since.getTime() / 1000) - SKEW_S };
  const intents = await stripe.paymentIntents
    .list({ created, limit: 100 })
    .autoPagingToArray({ limit: MOST });
  return intents
    .filter(({ metadata }) => metadata.payment_id === id)
    .map((intent) => ({ providerId: intent.id, phase: phaseOf(intent) }));
};
