import type { UserId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';

/** The customer's record at the provider, made when it is first of use. */
export const customerOf =
  ({ methods, provider }: Pick<Ports, 'methods' | 'provider'>) =>
  async (userId: UserId): Promise<string> =>
    (await methods.customerOf(userId)) ?? methods.keepCustomer(userId, await provider.customer(userId));
