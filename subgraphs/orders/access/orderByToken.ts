import type { Order } from '../order.ts';
import type { Ports } from '../ports.ts';
import { hashToken } from './orderToken.ts';

const LONGEST = 200;

export const orderByToken =
  ({ orders }: Pick<Ports, 'orders'>) =>
  async (token: string): Promise<Order | null> =>
    token.length > LONGEST ? null : orders.findByToken(hashToken(token));
