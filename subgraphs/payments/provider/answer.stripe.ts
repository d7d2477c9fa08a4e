import { setTimeout as wait } from 'node:timers/promises';
import Stripe from 'stripe';
import { CodedError, unavailable } from '../../../kernel/errors.ts';
import type { Sighting } from '../sightings/sighting.ts';
import type { Answer } from './ports.ts';

const AGAIN_MS = 250;
/** What failed sooner than this leaves time to ask again. */
const QUICK_MS = 1_500;
/** The request never left this machine. */
const NOT_SENT: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** A declined card is an answer, with the payment in it. */
export type Declined = Readonly<{ is: 'declined'; intent: Stripe.PaymentIntent | null; code: string; message: string }>;
export type Fault = Exclude<Answer, { is: 'seen' }> | Declined;

/** What an error of the SDK means for the question that was asked. */
export const sort = (error: unknown): Fault => {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const { code, message, statusCode = 0, detail, param, payment_intent: intent, headers } = error;
  if (error instanceof Stripe.errors.StripeCardError)
    return { is: 'declined', intent: intent ?? null, code: code ?? 'card_declined', message };
  if (error instanceof Stripe.errors.StripeConnectionError) return NOT_SENT.has(codeOf(detail)) ? { is: 'again' } : silence(false);
  if (statusCode === 429 || statusCode === 409 || code === 'lock_timeout') return { is: 'again' };
  if (statusCode >= 500 || statusCode === 0) return silence(headers?.['idempotent-replayed'] === 'true');
  /** A wrong key is put right by people, and then the same question is good. */
  if (statusCode === 401 || statusCode === 403) return { is: 'again' };
  return { is: 'refused', code: code ?? (param === 'currency' ? 'currency' : error.type), message };
};

const silence = (replayed: boolean): Answer & { is: 'unknown' } => ({ is: 'unknown', replayed });
const codeOf = (detail: unknown): string => (detail instanceof Error && 'code' in detail ? String(detail.code) : '');

/** Asks, once more after a moment where that is safe, and reads the answer; silence in between leaves the whole unknown. */
export const asking = async <T>(send: () => Promise<T>, read: (answer: T) => Promise<Sighting>): Promise<Answer | Declined> => {
  const sent = await attempt(send);
  const answer = 'fault' in sent && sent.fault.is === 'again' ? await wait(AGAIN_MS).then(() => attempt(send)) : sent;
  if ('fault' in answer) return answer.fault;
  return seen(await attempt(() => read(answer.value)));
};

const attempt = <T>(send: () => Promise<T>): Promise<{ value: T } | { fault: Fault }> =>
  send().then(
    (value) => ({ value }),
    (error: unknown) => ({ fault: sort(error) }),
  );

/** It was done, but what came of it could not be read: that is silence, too. */
const seen = (read: { value: Sighting } | { fault: Fault }): Answer =>
  'value' in read ? { is: 'seen', sighting: read.value, declined: null, message: null } : silence(false);

/** Questions without an effect: silence is an outage. */
export const reading = async <T>(send: () => Promise<T>): Promise<T> => {
  const since = Date.now();
  const sent = await attempt(send);
  const answer =
    'fault' in sent && sent.fault.is !== 'refused' && Date.now() - since < QUICK_MS ? await wait(AGAIN_MS).then(() => attempt(send)) : sent;
  if ('value' in answer) return answer.value;
  throw answer.fault.is === 'refused' ? new ProviderRefused(answer.fault.code) : new ProviderSilent(answer.fault);
};

/** It will never do that, or knows no such thing. */
export class ProviderRefused extends Error {
  override readonly name = 'ProviderRefused';
  readonly code: string;
  constructor(code: string) {
    super(`the provider refused a question: ${code}`);
    this.code = code;
  }
}

/** The provider does not answer. */
export class ProviderSilent extends CodedError {
  /** It repeats a fault that it keeps under the key. */
  readonly isReplayed: boolean;
  constructor(fault: Fault) {
    super('SERVICE_UNAVAILABLE', unavailable('payment provider').message, new Error(`the provider's answer: ${fault.is}`));
    this.isReplayed = fault.is === 'unknown' && fault.replayed;
  }
}
