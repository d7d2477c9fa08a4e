import type Stripe from 'stripe';
import { shortLived } from '../../../kernel/shortLived.ts';
import type { Sighting } from '../providerSync/snapshot.ts';
import { asking, type Declined, reading } from './errors.stripe.ts';
import type { Answer } from './ports.ts';
import { EXPAND, sightingOf } from './snapshot.stripe.ts';

const SECRETS = { max: 10_000, ttl: 5 * 60_000 };

/** Asks Stripe and reads its answers. Client secrets are remembered for minutes, in memory alone. */
export const asker = (stripe: Stripe) => {
  const secrets = shortLived<string, string>(SECRETS);

  const read = (intent: Stripe.PaymentIntent): Promise<Sighting> => {
    if (intent.client_secret) secrets.set(intent.id, intent.client_secret);
    return sightingOf(stripe, intent);
  };
  const retrieve = (id: string) => stripe.paymentIntents.retrieve(id, { expand: EXPAND });
  const withSighting = async (answer: Answer | Declined): Promise<Answer> => {
    if (answer.is !== 'declined') return answer;
    const { intent, code, message } = answer;
    return intent
      ? { is: 'seen', sighting: await read(intent), declined: code, message }
      : { is: 'refused', code, message };
  };
  return {
    /** A question that is answered by the payment. */
    ask: async (send: () => Promise<Stripe.PaymentIntent>): Promise<Answer> =>
      withSighting(await asking(send, read)),
    /** One that is answered by something else: how the payment stands then, is asked as well. */
    askAbout: async (id: string, send: () => Promise<unknown>): Promise<Answer> =>
      withSighting(await asking(send, async () => read(await retrieve(id)))),
    look: (id: string): Promise<Sighting> => reading(async () => read(await retrieve(id))),
    clientSecret: async (id: string): Promise<string> =>
      secrets.get(id) ?? (await reading(() => retrieve(id))).client_secret ?? '',
  };
};
export type Asker = ReturnType<typeof asker>;
