import type Stripe from 'stripe';
import { done, refuse } from '../../../kernel/outcome.ts';
import { ProviderRefused, reading, sort } from './answer.stripe.ts';
import type { Provider } from './ports.ts';
import { cardOf } from './sighting.stripe.ts';

const FIELD = ['paymentMethodId'];

/** Cards that customers keep. */
export const customers = (stripe: Stripe): Pick<Provider, 'customer' | 'attach' | 'detach' | 'removeCustomer'> => ({
  customer: async (userId) => {
    const once = { idempotencyKey: `customer-${userId}` };
    return (await reading(() => stripe.customers.create({ metadata: { user_id: userId } }, once))).id;
  },
  attach: async (method, customer) => {
    try {
      const { id, card } = await stripe.paymentMethods.attach(method, { customer });
      const details = cardOf(card);
      return details ? done({ providerId: id, card: details }) : refuse('INVALID', 'Only cards can be kept.', FIELD);
    } catch (error) {
      return whyNot(error);
    }
  },
  detach: async (method) => {
    await reading(() => stripe.paymentMethods.detach(method)).catch(unlessGone);
  },
  removeCustomer: async (customer) => {
    await reading(() => stripe.customers.del(customer)).catch(unlessGone);
  },
});

/** What cannot be detached is not attached, and what cannot be removed is not there. */
const unlessGone = (error: unknown): void => {
  if (!(error instanceof ProviderRefused)) throw error;
};

const whyNot = (error: unknown): ReturnType<typeof refuse> => {
  const fault = sort(error);
  if (fault.is === 'declined') return refuse('PAYMENT_DECLINED', fault.message, FIELD);
  if (fault.is === 'refused') return refuse('INVALID', 'The payment provider does not know this payment method.', FIELD);
  return refuse('PAYMENT_PROVIDER_UNAVAILABLE', 'The payment provider does not answer at the moment; try again.');
};
