import type { MutationResolvers } from '../../../generated/orders/types.ts';
import { userErrors } from '../../../kernel/outcome.ts';
import { checkout } from './checkout.ts';
import type { CheckoutPorts } from './ports.ts';

export const checkoutResolvers = (ports: CheckoutPorts) =>
  ({
    Mutation: {
      checkout: async (_, { input }, { viewer }) => {
        const { refusals, ...result } = await checkout(ports)(viewer, input);
        return { ...result, userErrors: userErrors({ ok: false, refusals }) };
      },
    },
  }) satisfies { Mutation: Partial<MutationResolvers> };
