import type { MutationResolvers, UserResolvers } from '../../../generated/payments/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { payload } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { paymentMethodAttach, paymentMethodDetach, paymentMethods } from './commands.ts';

export const methodMutations = (ports: Ports) =>
  ({
    paymentMethodAttach: (_, { input }, { viewer }) =>
      paymentMethodAttach(ports)(viewer, input).then(payload('paymentMethod')),
    paymentMethodDetach: (_, { id }, { viewer }) =>
      paymentMethodDetach(ports)(viewer, id).then(payload('deletedId', null)),
  }) satisfies Partial<MutationResolvers>;

export const userMethods = (ports: Ports) =>
  ({
    paymentMethods: ({ id }, _, { viewer }) => paymentMethods(ports)(viewer, readId('user', id)),
  }) satisfies Partial<UserResolvers>;
