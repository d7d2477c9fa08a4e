import { readId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';

export const purchased =
  ({ orders }: Pick<Ports, 'orders'>) =>
  async (userId: string, productId: string): Promise<boolean> =>
    orders.hasBought(readId('user', userId), readId('prod', productId));
