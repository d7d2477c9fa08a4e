import Stripe from 'stripe';
import { isId } from '../../../kernel/ids.ts';
import type { ProviderEvent } from '../events/event.ts';

const TOLERANCE_S = 300;

/** What of an object tells whom it is about. */
type About = Readonly<{
  id?: string;
  object?: string;
  payment_intent?: string | Readonly<{ id: string }> | null;
  metadata?: Readonly<Record<string, string>> | null;
}>;

/** The event, if one of our secrets signed exactly these bytes just now; otherwise null, and nothing of it was read. */
export const signedEvent = async (
  body: Buffer,
  signature: string,
  secrets: readonly string[],
  now: number,
): Promise<ProviderEvent | null> => {
  if (isFromTheFuture(signature, now)) return null;
  for (const secret of secrets) {
    try {
      return eventOf(await Stripe.webhooks.constructEventAsync(body, signature, secret, TOLERANCE_S, undefined, now));
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
    }
  }
  return null;
};

/** The SDK takes any time to come for a good one. */
const isFromTheFuture = (signature: string, now: number): boolean => {
  const seconds = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1] ?? Number.NaN);
  return !Number.isFinite(seconds) || seconds - now / 1000 > TOLERANCE_S;
};

const eventOf = ({ id, type, created, livemode, account, data }: Stripe.EventBase): ProviderEvent => {
  const about = data.object as About;
  const { metadata } = about;
  const paymentId = metadata?.payment_id;
  return {
    id,
    type,
    createdAt: new Date(created * 1000),
    livemode,
    account: account ?? null,
    intentId: intentOf(about),
    paymentId: isId('pay', paymentId) ? paymentId : null,
  };
};

const intentOf = ({ id, object, payment_intent: intent }: About): string | null => {
  if (object === 'payment_intent') return id ?? null;
  return typeof intent === 'string' ? intent : (intent?.id ?? null);
};
