import DataLoader from 'dataloader';
import type { Context as RequestContext } from '../../kernel/graphql.ts';
import { type OrderId, readId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import type { Ports } from './ports.ts';
import { codeCallerOf } from './pricing/promotionCodesCheck.ts';
import { loadQuoteInputs, type QuoteInputsKey } from './pricing/queries.ts';

/** Batches the loads of one request. */
export const loaders = (ports: Ports) => {
  const load = loadQuoteInputs(ports);
  return (viewer: Viewer) => ({
    order: new DataLoader((ids: readonly OrderId[]) => ports.orders.find(ids)),
    timeline: byOrder(ports.orders.timelines),
    fulfillments: byOrder(ports.orders.fulfillments),
    notes: byOrder(ports.orders.notes),
    invoice: new DataLoader((ids: readonly OrderId[]) => ports.invoices.find(ids)),
    /** Everything that the quotes of one cart and country depend on, loaded once. */
    quoteInputs: new DataLoader(
      (keys: readonly QuoteInputsKey[]) =>
        Promise.all(
          keys.map(({ cartId, country }) => load(codeCallerOf(viewer), readId('cart', cartId), country)),
        ),
      { cacheKeyFn: ({ cartId, country }) => `${cartId}/${country}` },
    ),
  });
};

/** Loads the parts of many orders with one query. */
const byOrder = <Part extends Readonly<{ orderId: OrderId }>>(
  find: (ids: readonly OrderId[]) => Promise<readonly Part[]>,
) =>
  new DataLoader<OrderId, readonly Part[]>(async (ids) => {
    const partsOf = new Map(ids.map((id): [OrderId, Part[]] => [id, []]));
    for (const part of await find(ids)) partsOf.get(part.orderId)?.push(part);
    return ids.map((id) => partsOf.get(id) ?? []);
  });

export type Loaders = ReturnType<ReturnType<typeof loaders>>;
export type Context = RequestContext<Loaders>;
