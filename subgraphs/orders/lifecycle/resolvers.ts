import type { MutationResolvers } from '../../../generated/orders/types.ts';
import { payload } from '../../../kernel/outcome.ts';
import { orderPaymentChanged } from './commands.ts';
import { orderCancel } from './orderCancel.ts';
import type { LifecyclePorts } from './ports.ts';

export const lifecycleResolvers = (ports: LifecyclePorts) =>
  ({
    Mutation: {
      orderCancel: (_, { input }, { viewer }) => orderCancel(ports)(viewer, input).then(payload('order')),
      orderPaymentChanged: (_, { input }, { viewer }) => orderPaymentChanged(ports)(viewer, input),
    },
  }) satisfies { Mutation: Partial<MutationResolvers> };
