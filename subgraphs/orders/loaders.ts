import DataLoader from 'dataloader';
import type { Context as RequestContext } from '../../kernel/graphql.ts';
import { type CartId, type OrderId, readId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import type { Ports } from './ports.ts';
import { codeCallerOf } from './promotions/codeAttempts.ts';
import { loadQuoteInputs } from './quotes/gather.ts';

type OfCart = Readonly<{ cartId: string; country: string | null }>;

export const loaders = (ports: Ports) => {
  const gathering = loadQuoteInputs(ports);
  return (viewer: Viewer) => ({
    order: new DataLoader((ids: readonly OrderId[]) => ports.orders.find(ids)),
    timeline: parts(ports.orders.timelines),
    fulfillments: parts(ports.orders.fulfillments),
    notes: parts(ports.orders.notes),
    invoice: new DataLoader((ids: readonly OrderId[]) => ports.invoices.find(ids)),
    /** All that quotes of one cart depend on, asked for once. */
    gathered: new DataLoader(
      (asked: readonly OfCart[]) =>
        Promise.all(
          asked.map(({ cartId, country }) => gathering(codeCallerOf(viewer), cartOf(cartId), country)),
        ),
      { cacheKeyFn: ({ cartId, country }) => `${cartId}/${country}` },
    ),
  });
};

const cartOf = (id: string): CartId => readId('cart', id);

/** Parts of many orders by one question. */
const parts = <Part extends Readonly<{ orderId: OrderId }>>(
  find: (ids: readonly OrderId[]) => Promise<readonly Part[]>,
) =>
  new DataLoader<OrderId, readonly Part[]>(async (ids) => {
    const of = new Map(ids.map((id): [OrderId, Part[]] => [id, []]));
    for (const part of await find(ids)) of.get(part.orderId)?.push(part);
    return ids.map((id) => of.get(id) ?? []);
  });

export type Loaders = ReturnType<ReturnType<typeof loaders>>;
export type Context = RequestContext<Loaders>;
