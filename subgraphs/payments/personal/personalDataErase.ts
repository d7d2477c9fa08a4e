import { readId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';

/** At the provider first: what leads there is kept until the customer, and all cards, are gone there. */
export const personalDataErase =
  ({ methods, provider, personal }: Pick<Ports, 'methods' | 'provider' | 'personal'>) =>
  async (id: string): Promise<boolean> => {
    const userId = readId('user', id);
    const customer = await methods.customerOf(userId);
    if (customer) await provider.removeCustomer(customer);
    await personal.forget(userId);
    return true;
  };
