import { setTimeout as wait } from 'node:timers/promises';
import Stripe from 'stripe';
import { CodedError, unavailable } from '../../../kernel/errors.ts';
import { shortLived } from '../../../kernel/shortLived.ts';
import type { ProviderSnapshot } from '../providerSync/snapshot.ts';
import { QUEUE_FULL } from './client.stripe.ts';
import type { ProviderResult } from './ports.ts';
import { EXPAND, snapshotOf } from './snapshot.stripe.ts';

const RETRY_MS = 250;
/** What failed sooner than this leaves time to ask again. */
const QUICK_MS = 1_500;
/** The request never left this machine. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  QUEUE_FULL,
]);

/** A declined card is an answer, with the payment in it. */
export type Declined = Readonly<{
  kind: 'declined';
  intent: Stripe.PaymentIntent | null;
  code: string;
  message: string;
}>;
export type StripeFailure = Exclude<ProviderResult, { kind: 'observed' }> | Declined;

/** What an error of the SDK means for the request. */
export const classifyError = (error: unknown): StripeFailure => {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const { code, message, statusCode = 0, detail, param, payment_intent: intent, headers } = error;
  if (error instanceof Stripe.errors.StripeCardError)
    return { kind: 'declined', intent: intent ?? null, code: code ?? 'card_declined', message };
  if (error instanceof Stripe.errors.StripeConnectionError)
    return NOT_SENT.has(codeOf(detail)) ? retryLater(null) : outcomeUnknown(false, null);
  const retryAfterMs = readRetryAfter(headers?.['retry-after']);
  if (statusCode === 429 || statusCode === 409 || code === 'lock_timeout') return retryLater(retryAfterMs);
  if (statusCode >= 500 || statusCode === 0)
    return outcomeUnknown(headers?.['idempotent-replayed'] === 'true', retryAfterMs);
  /** A wrong key is put right by people, and then the same question is good. */
  if (statusCode === 401 || statusCode === 403) return retryLater(retryAfterMs);
  return { kind: 'refused', code: code ?? (param === 'currency' ? 'currency' : error.type), message };
};

const retryLater = (retryAfterMs: number | null): ProviderResult & { kind: 'retry' } => ({
  kind: 'retry',
  retryAfterMs,
});
const outcomeUnknown = (
  replayed: boolean,
  retryAfterMs: number | null,
): ProviderResult & { kind: 'unknown' } => ({
  kind: 'unknown',
  replayed,
  retryAfterMs,
});

/** Milliseconds of a `Retry-After` header, which holds seconds or a date; null for anything else. */
export const readRetryAfter = (header: string | undefined, now = Date.now()): number | null => {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms >= 0 ? ms : null;
};

const codeOf = (detail: unknown): string =>
  detail instanceof Error && 'code' in detail ? String(detail.code) : '';

/** Sends and reads the answer. A failure to read it leaves the result unknown. */
export const sendAndRead = async <T>(
  send: () => Promise<T>,
  read: (answer: T) => Promise<ProviderSnapshot>,
): Promise<ProviderResult | Declined> => {
  const answer = await attempt(send);
  if ('fault' in answer) return answer.fault;
  return observed(await attempt(() => read(answer.value)));
};

const attempt = <T>(
  send: () => Promise<T>,
): Promise<{ value: T } | { fault: StripeFailure; status: number }> =>
  send().then(
    (value) => ({ value }),
    (error: unknown) => ({
      fault: classifyError(error),
      status: (error instanceof Stripe.errors.StripeError && error.statusCode) || 0,
    }),
  );

/** Statuses after which an immediate retry is pointless. */
const DO_NOT_RETRY: ReadonlySet<number> = new Set([401, 403, 429]);
const mayRetryNow = ({ fault, status }: { fault: StripeFailure; status: number }): boolean =>
  fault.kind !== 'refused' &&
  !DO_NOT_RETRY.has(status) &&
  !('retryAfterMs' in fault && fault.retryAfterMs !== null);

/** It was done, but what came of it could not be read: that is silence, too. */
const observed = (read: { value: ProviderSnapshot } | { fault: StripeFailure }): ProviderResult =>
  'value' in read
    ? { kind: 'observed', snapshot: read.value, declined: null, message: null }
    : outcomeUnknown(false, null);

/** Reads without side effects. Retries a quick failure once, except 401, 403 and 429. Throws ProviderRefused or ProviderUnavailable. */
export const readWithRetry = async <T>(send: () => Promise<T>): Promise<T> => {
  const since = Date.now();
  const sent = await attempt(send);
  const answer =
    'fault' in sent && mayRetryNow(sent) && Date.now() - since < QUICK_MS
      ? await wait(RETRY_MS).then(() => attempt(send))
      : sent;
  if ('value' in answer) return answer.value;
  throw answer.fault.kind === 'refused'
    ? new ProviderRefused(answer.fault.code)
    : new ProviderUnavailable(answer.fault);
};

/** The provider refused the request for good, or does not know the object. */
export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';
  readonly code: string;
  readonly retryAfterMs = null;
  constructor(code: string) {
    super(`the provider refused a question: ${code}`);
    this.code = code;
  }
}

/** The provider is unavailable or did not answer. */
export class ProviderUnavailable extends CodedError {
  /** It repeats a fault that it keeps under the key. */
  readonly isReplayed: boolean;
  /** How long it asks to be left alone. */
  readonly retryAfterMs: number | null;
  constructor(fault: StripeFailure) {
    super(
      'SERVICE_UNAVAILABLE',
      unavailable('payment provider').message,
      new Error(`the provider's answer: ${fault.kind}`),
    );
    this.isReplayed = fault.kind === 'unknown' && fault.replayed;
    this.retryAfterMs = 'retryAfterMs' in fault ? fault.retryAfterMs : null;
  }
}

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
