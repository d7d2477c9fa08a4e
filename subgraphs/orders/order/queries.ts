import { z } from 'zod';
import type { OrderFilter } from '../../../generated/orders/types.ts';
import { forbidden } from '../../../kernel/errors.ts';
import { isId, type OrderId, readId, type UserId } from '../../../kernel/ids.ts';
import { connection, encodeCursor, readPage } from '../../../kernel/page.ts';
import { admitService, isStaff, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import { hashToken, isPayable, matchesToken, type Order } from './order.ts';
import type { OrderPorts } from './ports.ts';

type Args = Readonly<{
  filter?: OrderFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

const ORDERS = 'orders';
const orderCursor = z.custom<OrderId>((value) => isId('ord', value));

const orderPage =
  ({ orders }: Pick<OrderPorts, 'orders'>) =>
  async (ownerId: UserId | null, { filter, ...page }: Args) =>
    connection(
      await orders.page({ ownerId, filter }, readPage(ORDERS, orderCursor, page)),
      ({ id }) => encodeCursor(ORDERS, id),
      page.after != null,
    );

export const orders = (ports: Pick<OrderPorts, 'orders'>) => (args: Args) => orderPage(ports)(null, args);

/** A customer's orders, for the customer and the staff. FORBIDDEN for everyone else. */
export const userOrders =
  (ports: Pick<OrderPorts, 'orders'>) => async (viewer: Viewer, customer: string, args: Args) => {
    const id = readId('user', customer);
    if (ownerOf(viewer) !== id && !isStaff(viewer)) throw forbidden('You can only list your own orders.');
    return orderPage(ports)(id, args);
  };

const MAX_TOKEN_LENGTH = 200;

export const orderByToken =
  ({ orders }: Pick<OrderPorts, 'orders'>) =>
  async (token: string): Promise<Order | null> =>
    token.length > MAX_TOKEN_LENGTH ? null : orders.findByToken(hashToken(token));

export type OrderForPayment = Order & Readonly<{ payable: boolean }>;

/** The order as payments needs it, on behalf of the customer or of a guest with the token. Null for anyone else. */
export const orderForPayment =
  ({ orders, clock }: Pick<OrderPorts, 'orders' | 'clock'>) =>
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

export const purchased =
  ({ orders }: Pick<OrderPorts, 'orders'>) =>
  async (viewer: Viewer, userId: string, productId: string): Promise<boolean> => {
    admitService(viewer, 'products');
    return orders.hasBought(readId('user', userId), readId('prod', productId));
  };
