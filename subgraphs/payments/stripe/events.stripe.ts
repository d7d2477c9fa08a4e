import Stripe from 'stripe';
import { z } from 'zod';
import { isId } from '../../../kernel/ids.ts';
import { EVENT_ID, type ProviderEvent } from '../webhooks/event.ts';

const TOLERANCE_S = 300;

/** What of an object tells which payment it is about. Every object of the provider has more. */
const subject = z.object({
  id: z.string().optional(),
  object: z.string().optional(),
  payment_intent: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
type Subject = z.infer<typeof subject>;

/** What every event has, of the first version (`event`, times in seconds) and of the second (`v2.core.event`, ISO 8601 times). */
const envelope = z.object({
  id: z.string().regex(EVENT_ID),
  type: z.string().min(1).max(200),
  created: z.union([
    z
      .int()
      .min(0)
      .max(8_640_000_000_000 / 1000),
    z.iso.datetime({ offset: true }),
  ]),
  livemode: z.boolean(),
  account: z.string().nullish(),
  data: z.object({ object: subject }).nullish().catch(null),
});

export type SignedBody = Readonly<
  { kind: 'event'; event: ProviderEvent } | { kind: 'unsigned' | 'malformed' }
>;

/**
 * Reads the body of a request to the webhook endpoint.
 * Returns `unsigned` if none of our secrets signed exactly these bytes within five minutes; then nothing of them was parsed. Returns
 * `malformed` if what was signed is not an event. An event of a kind that is not known has no `intentId`.
 */
export const readSignedEvent = async (
  body: Buffer,
  signature: string,
  secrets: readonly string[],
  now: number,
): Promise<SignedBody> => {
  if (isInFuture(signature, now) || !(await isSigned(body, signature, secrets, now)))
    return { kind: 'unsigned' };
  const read = envelope.safeParse(parseJson(body));
  return read.success ? { kind: 'event', event: eventOf(read.data) } : { kind: 'malformed' };
};

const isSigned = async (
  body: Buffer,
  signature: string,
  secrets: readonly string[],
  now: number,
): Promise<boolean> => {
  for (const secret of secrets) {
    try {
      if (
        await Stripe.webhooks.signature?.verifyHeaderAsync(
          body,
          signature,
          secret,
          TOLERANCE_S,
          undefined,
          now,
        )
      )
        return true;
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
    }
  }
  return false;
};

/** The SDK takes any time to come for a good one. */
const isInFuture = (signature: string, now: number): boolean => {
  const seconds = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1] ?? Number.NaN);
  return !Number.isFinite(seconds) || seconds - now / 1000 > TOLERANCE_S;
};

/** Undefined where the bytes are not UTF-8 or not JSON. */
const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
};

const eventOf = ({ id, type, created, livemode, account, data }: z.infer<typeof envelope>): ProviderEvent => {
  const about: Subject = data?.object ?? {};
  const paymentId = about.metadata?.payment_id;
  return {
    id,
    type,
    createdAt: new Date(typeof created === 'number' ? created * 1000 : created),
    livemode,
    account: account ?? null,
    intentId: intentOf(about),
    paymentId: isId('pay', paymentId) ? paymentId : null,
  };
};

const intentOf = ({ id, object, payment_intent: intent }: Subject): string | null => {
  if (object === 'payment_intent') return id ?? null;
  return typeof intent === 'string' ? intent : (intent?.id ?? null);
};
