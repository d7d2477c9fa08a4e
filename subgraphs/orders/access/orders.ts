import { z } from 'zod';
import type { OrderFilter } from '../../../generated/orders/types.ts';
import { forbidden } from '../../../kernel/errors.ts';
import { isId, type OrderId, readId, type UserId } from '../../../kernel/ids.ts';
import { connection, encodeCursor, readPage } from '../../../kernel/page.ts';
import { isStaff, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';

type Args = Readonly<{
  filter?: OrderFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;

const ORDERS = 'orders';
const orderCursor = z.custom<OrderId>((value) => isId('ord', value));

const orderPage =
  ({ orders }: Pick<Ports, 'orders'>) =>
  async (ownerId: UserId | null, { filter, ...page }: Args) =>
    connection(
      await orders.page({ ownerId, filter }, readPage(ORDERS, orderCursor, page)),
      ({ id }) => encodeCursor(ORDERS, id),
      page.after != null,
    );

export const orders = (ports: Pick<Ports, 'orders'>) => (args: Args) => orderPage(ports)(null, args);

/** A customer's own orders; the staff may look at anybody's. */
export const userOrders =
  (ports: Pick<Ports, 'orders'>) => async (viewer: Viewer, customer: string, args: Args) => {
    const id = readId('user', customer);
    if (ownerOf(viewer) !== id && !isStaff(viewer)) throw forbidden('These are not your orders.');
    return orderPage(ports)(id, args);
  };
