import type { OrderLineResolvers, OrderResolvers, UserResolvers } from '../../generated/orders/types.ts';
import { readId } from '../../kernel/ids.ts';
import { isStaff } from '../../kernel/viewer.ts';
import { canCancel } from './order.ts';
import { timelineFor } from './timeline.ts';
import type { UseCases } from './useCases.ts';

export const orderResolvers = (use: UseCases) =>
  ({
    Order: {
      __resolveReference: ({ id }, { loaders }) => loaders.order.load(readId('ord', id)),
      user: ({ ownerId }) => ownerId && { id: ownerId },
      timeline: async ({ id }, _, { viewer, loaders }) =>
        timelineFor(viewer, await loaders.timeline.load(id)),
      fulfillments: ({ id }, _, { loaders }) => loaders.fulfillments.load(id),
      notes: ({ id }, _, { viewer, loaders }) => (isStaff(viewer) ? loaders.notes.load(id) : []),
      canCancel,
      invoiceUrl: async ({ id, placedAt }, _, { loaders }) =>
        placedAt ? use.invoiceUrl(await loaders.invoice.load(id)) : null,
    },
    OrderLine: { variant: ({ variantId }) => ({ id: variantId }) },
    User: { orders: ({ id }, args, { viewer }) => use.userOrders(viewer, id, args) },
  }) satisfies { Order: OrderResolvers; OrderLine: OrderLineResolvers; User: UserResolvers };
