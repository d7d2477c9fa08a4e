import type {
  OrderLineResolvers,
  OrderResolvers,
  QueryResolvers,
  UserResolvers,
} from '../../../generated/orders/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { isStaff } from '../../../kernel/viewer.ts';
import { timelineFor } from './change.ts';
import { canCancel, visibleTo } from './order.ts';
import type { OrderPorts } from './ports.ts';
import { orderByToken, orderForPayment, orders, purchased, userOrders } from './queries.ts';

export const orderResolvers = (ports: OrderPorts) =>
  ({
    Query: {
      order: async (_, { id }, { viewer, loaders }) =>
        visibleTo(viewer, await loaders.order.load(readId('ord', id))),
      orderByToken: (_, { token }) => orderByToken(ports)(token),
      orders: (_, args) => orders(ports)(args),
      orderForPayment: (_, { orderId, orderToken }, { viewer }) =>
        orderForPayment(ports)(viewer, orderId, orderToken),
      purchased: (_, { userId, productId }, { viewer }) => purchased(ports)(viewer, userId, productId),
    },
    Order: {
      __resolveReference: ({ id }, { loaders }) => loaders.order.load(readId('ord', id)),
      user: ({ ownerId }) => ownerId && { id: ownerId },
      timeline: async ({ id }, _, { viewer, loaders }) =>
        timelineFor(viewer, await loaders.timeline.load(id)),
      fulfillments: ({ id }, _, { loaders }) => loaders.fulfillments.load(id),
      notes: ({ id }, _, { viewer, loaders }) => (isStaff(viewer) ? loaders.notes.load(id) : []),
      canCancel,
    },
    OrderLine: { variant: ({ variantId }) => ({ id: variantId }) },
    User: { orders: ({ id }, args, { viewer }) => userOrders(ports)(viewer, id, args) },
  }) satisfies {
    Query: Partial<QueryResolvers>;
    Order: OrderResolvers;
    OrderLine: OrderLineResolvers;
    User: UserResolvers;
  };
