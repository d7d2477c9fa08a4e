import type Stripe from 'stripe';
import type { PaymentId } from '../../../kernel/ids.ts';
import { retryAfterOf } from '../providerSync/backoff.ts';
import { netBalanceOf } from './balanceTransactions.stripe.ts';
import { customers } from './customers.stripe.ts';
import { CHARGE_LIMITS, toStripe } from './minorUnits.stripe.ts';
import type { Provider, ProviderPayment, ProviderResult } from './ports.ts';
import { EXPAND, phaseOf } from './snapshot.stripe.ts';
import {
  ProviderRefused,
  readWithRetry,
  type StripeRequests,
  stripeRequests,
} from './stripeRequest.stripe.ts';

const expand = EXPAND;

/** `bankMs` is how long a request that asks a bank may take. */
type Settings = Readonly<{ returnUrl: string; bankMs: number }>;

/** Payments at Stripe, with manual capture: authorized first, captured once the stock is committed. */
export const stripeProvider = (stripe: Stripe, { returnUrl, bankMs: timeout }: Settings): Provider => {
  const asks = stripeRequests(stripe);
  return {
    ...authorizing(stripe, asks, returnUrl, timeout),
    ...capturing(stripe, asks, timeout),
    ...customers(stripe, timeout),
    chargeLimits: CHARGE_LIMITS,
    retrieve: asks.retrieve,
    paymentsOpenedFor: (id, since) => readWithRetry(() => paymentsOpenedFor(stripe, id, since)),
    clientSecret: asks.clientSecret,
    netBalance: (providerId) => readWithRetry(() => netBalanceOf(stripe, providerId)),
  };
};

const authorizing = (
  { paymentIntents }: Stripe,
  { send: ask }: StripeRequests,
  returnUrl: string,
  timeout: number,
): Pick<Provider, 'open' | 'confirm'> => ({
  open: (idempotencyKey, { id, orderId, orderNumber, amount }) => {
    const description = `Order ${orderNumber ?? orderId}`;
    const metadata = { payment_id: id, order_id: orderId };
    const how = { capture_method: 'manual', automatic_payment_methods: { enabled: true } } as const;
    return ask(() =>
      paymentIntents.create(
        { ...toStripe(amount), ...how, description, metadata, expand },
        { idempotencyKey },
      ),
    );
  },
  confirm: async (idempotencyKey, providerId, { method, customer, saves }) => {
    const against = customer ? await assignCustomer(paymentIntents, providerId, customer) : null;
    if (against) return against;
    const card = {
      ...(method ? { payment_method: method } : {}),
      setup_future_usage: saves ? 'on_session' : '',
    } as const;
    return ask(() =>
      paymentIntents.confirm(
        providerId,
        { ...card, return_url: returnUrl, expand },
        { idempotencyKey, timeout },
      ),
    );
  },
});

/** A card that a customer keeps pays for that customer's payments alone. */
const assignCustomer = (
  intents: Stripe['paymentIntents'],
  providerId: string,
  customer: string,
): Promise<ProviderResult | null> =>
  readWithRetry(() => intents.update(providerId, { customer })).then(
    () => null,
    (error: unknown) =>
      error instanceof ProviderRefused
        ? { kind: 'refused', code: error.code, message: error.message }
        : { kind: 'retry', retryAfterMs: retryAfterOf(error) },
  );

const capturing = (
  { paymentIntents, refunds }: Stripe,
  { send: ask, sendAbout: askAbout }: StripeRequests,
  timeout: number,
): Pick<Provider, 'capture' | 'cancel' | 'refund' | 'refundAll'> => ({
  capture: (idempotencyKey, providerId) =>
    ask(() => paymentIntents.capture(providerId, { expand }, { idempotencyKey, timeout })),
  cancel: (idempotencyKey, providerId) =>
    ask(() => paymentIntents.cancel(providerId, { expand }, { idempotencyKey, timeout })),
  refund: (idempotencyKey, payment_intent, { id, amount }) => {
    const refund = { payment_intent, amount: toStripe(amount).amount, metadata: { refund_id: id } };
    return askAbout(payment_intent, () => refunds.create(refund, { idempotencyKey, timeout }));
  },
  refundAll: (idempotencyKey, payment_intent) =>
    askAbout(payment_intent, () => refunds.create({ payment_intent }, { idempotencyKey, timeout })),
});

/** Our clock and Stripe's differ by less. */
const CLOCK_SKEW_S = 60;
const MAX_LISTED = 10_000;

/** A list, since Stripe's search lags behind by a minute or more, and is not there for accounts of every country. */
export const paymentsOpenedFor = async (
  stripe: Stripe,
  id: PaymentId,
  since: Date,
): Promise<ProviderPayment[]> => {
  const created = { gte: Math.floor(since.getTime() / 1000) - CLOCK_SKEW_S };
  const intents = await stripe.paymentIntents
    .list({ created, limit: 100 })
    .autoPagingToArray({ limit: MAX_LISTED });
  return intents
    .filter(({ metadata }) => metadata.payment_id === id)
    .map((intent) => ({ providerId: intent.id, phase: phaseOf(intent) }));
};
