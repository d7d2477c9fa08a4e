import type { MutationResolvers } from '../../../generated/orders/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import { orderMarkDelivered } from './commands.ts';
import { orderFulfill } from './orderFulfill.ts';
import { orderRefund } from './orderRefund.ts';
import type { FulfillmentPorts } from './ports.ts';

export const fulfillmentResolvers = (ports: FulfillmentPorts) =>
  ({
    Mutation: {
      orderFulfill: (_, { input }, { viewer }) => orderFulfill(ports)(viewer, input).then(payload('order')),
      orderMarkDelivered: (_, { orderId, fulfillmentId }, { viewer }) =>
        orderMarkDelivered(ports)(viewer, orderId, fulfillmentId).then(payload('order', null)),
      orderRefund: (_, { input }, { viewer }) => orderRefund(ports)(viewer, input).then(payload('order')),
    },
  }) satisfies { Mutation: Partial<MutationResolvers> };
