import type Stripe from 'stripe';
import type { UserId } from '../../../kernel/ids.ts';
import { done, refuse } from '../../../kernel/outcome.ts';
import { type Fault, ProviderRefused, ProviderSilent, reading, sort } from './errors.stripe.ts';
import type { Provider } from './ports.ts';
import { cardOf } from './snapshot.stripe.ts';

const MOST_GENERATIONS = 3;
const FIELD = ['paymentMethodId'];

/** Cards that customers keep. */
export const customers = (
  stripe: Stripe,
  timeout: number,
): Pick<Provider, 'customer' | 'attach' | 'detach' | 'removeCustomer'> => ({
  customer: (userId) => create(stripe, userId),
  attach: (key, method, customer) => attach(stripe, timeout, { key, method, customer }),
  detach: async (method) => {
    await reading(() => stripe.paymentMethods.detach(method)).catch(unlessGone);
  },
  removeCustomer: async (customer) => {
    await reading(() => stripe.customers.del(customer)).catch(unlessGone);
  },
});

/** Once by its key; where the provider keeps repeating a fault of its own under one, by the next. */
const create = async (stripe: Stripe, userId: UserId, generation = 0): Promise<string> => {
  const once = { idempotencyKey: keyed(`customer-${userId}`, generation) };
  try {
    return (await reading(() => stripe.customers.create({ metadata: { user_id: userId } }, once))).id;
  } catch (error) {
    if (!(error instanceof ProviderSilent && error.isReplayed) || generation === MOST_GENERATIONS)
      throw error;
    return create(stripe, userId, generation + 1);
  }
};

type Attaching = Readonly<{ key: string; method: string; customer: string }>;

const attach = async (
  stripe: Stripe,
  timeout: number,
  attaching: Attaching,
  generation = 0,
): ReturnType<Provider['attach']> => {
  const { key, method, customer } = attaching;
  try {
    const { id, card } = await stripe.paymentMethods.attach(
      method,
      { customer },
      { idempotencyKey: keyed(key, generation), timeout },
    );
    const details = cardOf(card);
    return details
      ? done({ providerId: id, card: details })
      : refuse('INVALID', 'Only cards can be kept.', FIELD);
  } catch (error) {
    const fault = sort(error);
    if (fault.is !== 'unknown' || !fault.replayed || generation === MOST_GENERATIONS) return whyNot(fault);
    return attach(stripe, timeout, attaching, generation + 1);
  }
};

const keyed = (key: string, generation: number): string => (generation === 0 ? key : `${key}-${generation}`);

/** What cannot be detached is not attached, and what cannot be removed is not there. */
const unlessGone = (error: unknown): void => {
  if (!(error instanceof ProviderRefused)) throw error;
};

const whyNot = (fault: Fault): ReturnType<typeof refuse> => {
  if (fault.is === 'declined') return refuse('PAYMENT_DECLINED', fault.message, FIELD);
  if (fault.is === 'refused')
    return refuse('INVALID', 'The payment provider does not know this payment method.', FIELD);
  return refuse(
    'PAYMENT_PROVIDER_UNAVAILABLE',
    'The payment provider does not answer at the moment; try again.',
  );
};
