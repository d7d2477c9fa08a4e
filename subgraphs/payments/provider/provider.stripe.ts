import type Stripe from 'stripe';
import { retryAfterOf } from '../backoff.ts';
import { ProviderRefused, reading } from './answer.stripe.ts';
import { type Asker, asker } from './asker.stripe.ts';
import { cashOf } from './cash.stripe.ts';
import { CHARGE_LIMITS } from './currencies.stripe.ts';
import { customers } from './customers.stripe.ts';
import { toStripe } from './minor.stripe.ts';
import { openedFor } from './opened.stripe.ts';
import type { Answer, Provider } from './ports.ts';
import { EXPAND } from './sighting.stripe.ts';

const expand = EXPAND;

/** `bankMs` is how long a request that asks a bank may take. */
type Settings = Readonly<{ returnUrl: string; bankMs: number }>;

/** Stripe: payments are held first, and taken when the goods are sure to be there. */
export const stripeProvider = (stripe: Stripe, { returnUrl, bankMs: timeout }: Settings): Provider => {
  const asks = asker(stripe);
  return {
    ...holding(stripe, asks, returnUrl, timeout),
    ...taking(stripe, asks, timeout),
    ...customers(stripe, timeout),
    chargeLimits: CHARGE_LIMITS,
    look: asks.look,
    openedFor: (id, since) => reading(() => openedFor(stripe, id, since)),
    clientSecret: asks.clientSecret,
    cash: (providerId) => reading(() => cashOf(stripe, providerId)),
  };
};

const holding = (
  { paymentIntents }: Stripe,
  { ask }: Asker,
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
    const against = customer ? await assign(paymentIntents, providerId, customer) : null;
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
const assign = (
  intents: Stripe['paymentIntents'],
  providerId: string,
  customer: string,
): Promise<Answer | null> =>
  reading(() => intents.update(providerId, { customer })).then(
    () => null,
    (error: unknown) =>
      error instanceof ProviderRefused
        ? { is: 'refused', code: error.code, message: error.message }
        : { is: 'again', retryAfterMs: retryAfterOf(error) },
  );

const taking = (
  { paymentIntents, refunds }: Stripe,
  { ask, askAbout }: Asker,
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
