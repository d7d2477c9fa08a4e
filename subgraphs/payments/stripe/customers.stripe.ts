import type Stripe from 'stripe';
import type { UserId } from '../../../kernel/ids.ts';
import { done, refuse } from '../../../kernel/outcome.ts';
import type { Provider } from './ports.ts';
import { cardOf } from './snapshot.stripe.ts';
import {
  classifyError,
  ProviderRefused,
  ProviderUnavailable,
  readWithRetry,
  type StripeFailure,
} from './stripeRequest.stripe.ts';

const MAX_GENERATIONS = 3;
const FIELD = ['paymentMethodId'];

/** Customers' saved cards. */
export const customers = (
  stripe: Stripe,
  timeout: number,
): Pick<Provider, 'customer' | 'attach' | 'detach' | 'removeCustomer'> => ({
  customer: (userId) => create(stripe, userId),
  attach: (key, method, customer) => attach(stripe, timeout, { key, method, customer }),
  detach: async (method) => {
    await readWithRetry(() => stripe.paymentMethods.detach(method)).catch(ignoreMissing);
  },
  removeCustomer: async (customer) => {
    await readWithRetry(() => stripe.customers.del(customer)).catch(ignoreMissing);
  },
});

/** Once by its key; where the provider keeps repeating a fault of its own under one, by the next. */
const create = async (stripe: Stripe, userId: UserId, generation = 0): Promise<string> => {
  const once = { idempotencyKey: keyed(`customer-${userId}`, generation) };
  try {
    return (await readWithRetry(() => stripe.customers.create({ metadata: { user_id: userId } }, once))).id;
  } catch (error) {
    if (!(error instanceof ProviderUnavailable && error.isReplayed) || generation === MAX_GENERATIONS)
      throw error;
    return create(stripe, userId, generation + 1);
  }
};

type AttachRequest = Readonly<{ key: string; method: string; customer: string }>;

const attach = async (
  stripe: Stripe,
  timeout: number,
  attaching: AttachRequest,
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
      : refuse('INVALID', 'Only cards can be saved.', FIELD);
  } catch (error) {
    const fault = classifyError(error);
    if (fault.kind !== 'unknown' || !fault.replayed || generation === MAX_GENERATIONS)
      return refusalFor(fault);
    return attach(stripe, timeout, attaching, generation + 1);
  }
};

const keyed = (key: string, generation: number): string => (generation === 0 ? key : `${key}-${generation}`);

/** What cannot be detached is not attached, and what cannot be removed is not there. */
const ignoreMissing = (error: unknown): void => {
  if (!(error instanceof ProviderRefused)) throw error;
};

const refusalFor = (fault: StripeFailure): ReturnType<typeof refuse> => {
  if (fault.kind === 'declined') return refuse('PAYMENT_DECLINED', fault.message, FIELD);
  if (fault.kind === 'refused')
    return refuse('INVALID', 'The payment provider does not know this payment method.', FIELD);
  return refuse(
    'PAYMENT_PROVIDER_UNAVAILABLE',
    'The payment provider is not available at the moment. Try again.',
  );
};
