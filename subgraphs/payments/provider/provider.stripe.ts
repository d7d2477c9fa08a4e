import { LRUCache } from 'lru-cache';
import type Stripe from 'stripe';
import { done, refuse } from '../../../kernel/outcome.ts';
import type { Answer, Ports, Provider } from '../ports.ts';
import { asking, type Declined, reading, sort } from './answer.stripe.ts';
import { cashOf } from './cash.stripe.ts';
import { toStripe } from './minor.stripe.ts';
import { cardOf, EXPAND, sightingOf } from './sighting.stripe.ts';

const SECRETS = { max: 10_000, ttl: 5 * 60_000 };
const CUSTOMER_KEY = 'customer-';

/** Stripe: payments are held first and taken when the goods are sure to be there. */
export const stripeProvider = (stripe: Stripe, returnUrl: string): Provider => {
  const secrets = new LRUCache<string, string>(SECRETS);
  const { paymentIntents } = stripe;

  const read = (intent: Stripe.PaymentIntent) => {
    if (intent.client_secret) secrets.set(intent.id, intent.client_secret);
    return sightingOf(stripe, intent);
  };
  const ask = async (send: () => Promise<Stripe.PaymentIntent>): Promise<Answer> => ofDeclined(await asking(send, read));
  const ofDeclined = async (answer: Answer | Declined): Promise<Answer> => {
    if (answer.is !== 'declined') return answer;
    const { intent, code, message } = answer;
    if (!intent) return { is: 'refused', code, message };
    return { is: 'seen', sighting: await read(intent), declined: code, message };
  };

  /** A card of a customer's pays for that customer's payments alone. */
  const isOf = (providerId: string, customer: string): Promise<boolean> =>
    reading(() => paymentIntents.update(providerId, { customer })).then(
      () => true,
      () => false,
    );
  const refund = async (key: string, providerId: string, what: Stripe.RefundCreateParams): Promise<Answer> =>
    ofDeclined(
      await asking(
        () => stripe.refunds.create({ payment_intent: providerId, ...what }, { idempotencyKey: key }),
        async () => read(await paymentIntents.retrieve(providerId, { expand: EXPAND })),
      ),
    );

  return {
    open: (key, { id, orderId, orderNumber, amount }) =>
      ask(() =>
        paymentIntents.create(
          {
            ...toStripe(amount),
            capture_method: 'manual',
            automatic_payment_methods: { enabled: true },
            description: `Order ${orderNumber ?? orderId}`,
            metadata: { payment_id: id, order_id: orderId },
            expand: EXPAND,
          },
          { idempotencyKey: key },
        ),
      ),
    confirm: async (key, providerId, { method, customer, saves }) => {
      if (customer && !(await isOf(providerId, customer))) return { is: 'again' };
      return ask(() =>
        paymentIntents.confirm(
          providerId,
          {
            ...(method ? { payment_method: method } : {}),
            setup_future_usage: saves ? 'on_session' : '',
            return_url: returnUrl,
            expand: EXPAND,
          },
          { idempotencyKey: key },
        ),
      );
    },
    capture: (key, providerId) => ask(() => paymentIntents.capture(providerId, { expand: EXPAND }, { idempotencyKey: key })),
    cancel: (key, providerId) => ask(() => paymentIntents.cancel(providerId, { expand: EXPAND }, { idempotencyKey: key })),
    refund: (key, providerId, { id, amount }) => refund(key, providerId, { amount: toStripe(amount).amount, metadata: { refund_id: id } }),
    refundAll: (key, providerId) => refund(key, providerId, {}),
    look: (providerId) => reading(async () => read(await paymentIntents.retrieve(providerId, { expand: EXPAND }))),
    cash: (providerId) => reading(() => cashOf(stripe, providerId)),
    clientSecret: async (providerId) =>
      secrets.get(providerId) ?? (await reading(() => paymentIntents.retrieve(providerId)))?.client_secret ?? '',
    ...customers(stripe),
  };
};

/** Cards that customers keep. */
const customers = (stripe: Stripe): Pick<Provider, 'customer' | 'attach' | 'detach'> => ({
  customer: async (userId) => {
    const made = await reading(() =>
      stripe.customers.create({ metadata: { user_id: userId } }, { idempotencyKey: `${CUSTOMER_KEY}${userId}` }),
    );
    return made.id;
  },
  attach: async (method, customer) => {
    try {
      const { id, card } = await stripe.paymentMethods.attach(method, { customer });
      const details = cardOf(card);
      return details ? done({ providerId: id, card: details }) : refuse('INVALID', 'Only cards can be kept.', ['paymentMethodId']);
    } catch (error) {
      return whyNot(error);
    }
  },
  detach: async (method) => {
    await reading(() => stripe.paymentMethods.detach(method)).catch((error: unknown) => {
      if (!(error instanceof Error) || !/refused/.test(error.message)) throw error;
    });
  },
});

const whyNot = (error: unknown): ReturnType<typeof refuse> => {
  const fault = sort(error);
  if (fault.is === 'declined') return refuse('PAYMENT_DECLINED', fault.message, ['paymentMethodId']);
  if (fault.is === 'refused') return refuse('INVALID', 'The payment provider does not know this payment method.', ['paymentMethodId']);
  return refuse('PAYMENT_PROVIDER_UNAVAILABLE', 'The payment provider does not answer at the moment; try again.');
};

export type StripeProvider = Ports['provider'];
