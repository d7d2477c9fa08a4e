import { readId } from '../../../kernel/ids.ts';
import { admitService, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';

export const purchased =
  ({ orders }: Pick<Ports, 'orders'>) =>
  async (viewer: Viewer, userId: string, productId: string): Promise<boolean> => {
    admitService(viewer, 'products');
    return orders.hasBought(readId('user', userId), readId('prod', productId));
  };
