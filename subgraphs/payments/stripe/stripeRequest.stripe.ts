import type Stripe from 'stripe';
import { shortLived } from '../../../kernel/shortLived.ts';
import type { ProviderSnapshot } from '../providerSync/snapshot.ts';
import { type Declined, readWithRetry, sendAndRead } from './errors.stripe.ts';
import type { ProviderResult } from './ports.ts';
import { EXPAND, snapshotOf } from './snapshot.stripe.ts';

const SECRETS = { max: 10_000, ttl: 5 * 60_000 };

/** Asks Stripe and reads its answers. Client secrets are remembered for minutes, in memory alone. */
export const stripeRequests = (stripe: Stripe) => {
  const secrets = shortLived<string, string>(SECRETS);

  const read = (intent: Stripe.PaymentIntent): Promise<ProviderSnapshot> => {
    if (intent.client_secret) secrets.set(intent.id, intent.client_secret);
    return snapshotOf(stripe, intent);
  };
  const retrieve = (id: string) => stripe.paymentIntents.retrieve(id, { expand: EXPAND });
  const withSnapshot = async (answer: ProviderResult | Declined): Promise<ProviderResult> => {
    if (answer.kind !== 'declined') return answer;
    const { intent, code, message } = answer;
    return intent
      ? { kind: 'observed', snapshot: await read(intent), declined: code, message }
      : { kind: 'refused', code, message };
  };
  return {
    /** A question that is answered by the payment. */
    send: async (send: () => Promise<Stripe.PaymentIntent>): Promise<ProviderResult> =>
      withSnapshot(await sendAndRead(send, read)),
    /** One that is answered by something else: how the payment stands then, is asked as well. */
    sendAbout: async (id: string, send: () => Promise<unknown>): Promise<ProviderResult> =>
      withSnapshot(await sendAndRead(send, async () => read(await retrieve(id)))),
    retrieve: (id: string): Promise<ProviderSnapshot> => readWithRetry(async () => read(await retrieve(id))),
    clientSecret: async (id: string): Promise<string> =>
      secrets.get(id) ?? (await readWithRetry(() => retrieve(id))).client_secret ?? '',
  };
};
export type StripeRequests = ReturnType<typeof stripeRequests>;
