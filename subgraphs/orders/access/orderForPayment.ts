import { readId } from '../../../kernel/ids.ts';
import { admitService, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import { isPayable, type Order } from '../order.ts';
import type { Ports } from '../ports.ts';
import { matchesToken } from './orderToken.ts';

export type OrderForPayment = Order & Readonly<{ payable: boolean }>;

/** For payments, on behalf of the customer or of a guest who has the token. */
export const orderForPayment =
  ({ orders, clock }: Pick<Ports, 'orders' | 'clock'>) =>
  async (
    viewer: Viewer,
    orderId: string,
    token: string | null | undefined,
  ): Promise<OrderForPayment | null> => {
    admitService(viewer, 'payments');
    const [order] = await orders.find([readId('ord', orderId)]);
    if (!order) return null;
    const isTheirs = order.ownerId !== null && order.ownerId === ownerOf(viewer);
    return isTheirs || matchesToken(order.tokenHash, token)
      ? { ...order, payable: isPayable(order, clock()) }
      : null;
  };
