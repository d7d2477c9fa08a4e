import type { Order } from '../order.ts';
import type { Ports } from '../ports.ts';
import { hashToken } from './orderToken.ts';

const MAX_TOKEN_LENGTH = 200;

export const orderByToken =
  ({ orders }: Pick<Ports, 'orders'>) =>
  async (token: string): Promise<Order | null> =>
    token.length > MAX_TOKEN_LENGTH ? null : orders.findByToken(hashToken(token));
