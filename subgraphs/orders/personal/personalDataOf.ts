import { type OrderId, readId, type UserId } from '../../../kernel/ids.ts';
import type { Order } from '../order.ts';
import type { Ports } from '../ports.ts';
import { personalData } from './personalData.ts';

const PAGE = 100;
type Needs = Pick<Ports, 'orders' | 'invoices'>;

/** All that is held of a person, as JSON. */
export const personalDataOf =
  ({ orders, invoices }: Needs) =>
  async (id: string): Promise<string> => {
    const own = await allOf(orders, readId('user', id));
    const ids = own.map((order) => order.id);
    const [events, parcels, notes, issued] = await Promise.all([
      orders.timelines(ids),
      orders.fulfillments(ids),
      orders.notes(ids),
      invoices.find(ids),
    ]);
    return JSON.stringify(personalData({ orders: own, events, parcels, notes, invoices: issued }));
  };

const allOf = async (orders: Needs['orders'], ownerId: UserId): Promise<Order[]> => {
  const all: Order[] = [];
  for (let after: OrderId | null = null; ; ) {
    const { rows, hasNextPage } = await orders.page({ ownerId, filter: null }, { first: PAGE, after });
    all.push(...rows);
    after = rows.at(-1)?.id ?? null;
    if (!hasNextPage || !after) return all;
  }
};
