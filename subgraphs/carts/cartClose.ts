import { readId } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Cart } from './cart.ts';
import type { Ports } from './ports.ts';

export const cartClose =
  ({ carts }: Ports) =>
  (id: string, orderId: string): Promise<Outcome<Cart>> =>
    carts.close(readId('cart', id), readId('ord', orderId));
