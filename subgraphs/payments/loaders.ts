import DataLoader from 'dataloader';
import type { Context as RequestContext } from '../../kernel/graphql.ts';
import type { OrderId, PaymentId } from '../../kernel/ids.ts';
import type { Ports } from './ports.ts';

export const loaders =
  ({ payments }: Ports) =>
  () => ({
    payment: new DataLoader((ids: readonly PaymentId[]) => payments.find(ids)),
    ofIntent: new DataLoader((ids: readonly string[]) => payments.byProviderId(ids)),
    ofOrder: new DataLoader((ids: readonly OrderId[]) => payments.ofOrders(ids)),
  });

export type Loaders = ReturnType<ReturnType<typeof loaders>>;
export type Context = RequestContext<Loaders>;
