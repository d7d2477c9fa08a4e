import type { Store } from '../journal/store.journal.ts';
import { signatureOf } from './signature.ts';

const TIMEOUT_MS = 10_000;

type Post = Readonly<{
  url: string;
  body: string;
  secrets: readonly string[];
  now: number;
  stop: AbortSignal;
}>;

/** One try. The answer's status, or why there is none; a redirect is no success. */
export const post = async ({ url, body, secrets, now, stop }: Post): Promise<string> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
        'stripe-signature': signatureOf(body, secrets, Math.floor(now / 1000)),
      },
      body,
    });
    await response.body?.cancel();
    return String(response.status);
  } catch (error) {
    return error instanceof Error && error.name === 'TimeoutError' ? 'timed out' : 'no connection';
  }
};

export const bodyOf = (store: Store, eventId: string): string | null => {
  const event = store.world.event.get(eventId);
  return event ? JSON.stringify(event, null, 2) : null;
};
