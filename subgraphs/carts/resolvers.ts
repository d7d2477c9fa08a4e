import type { Resolvers } from '../../generated/carts/types.ts';
import type { Complete } from '../../kernel/graphql.ts';
import { moneyResolvers } from '../../kernel/money.resolvers.ts';
import type { Ports as CartPorts } from './cart/ports.ts';
import { cartFields, cartMutations, cartQueries, cartSnapshotFields, userFields } from './cart/resolvers.ts';
import type { Ports as PrivacyPorts } from './privacy/ports.ts';
import { privacyMutations, privacyQueries } from './privacy/resolvers.ts';

export const resolvers = (ports: CartPorts & PrivacyPorts): Complete<Resolvers> => ({
  Query: { ...cartQueries(ports), ...privacyQueries(ports) },
  Mutation: { ...cartMutations(ports), ...privacyMutations(ports) },
  Cart: cartFields,
  CartSnapshot: cartSnapshotFields,
  User: userFields(ports),
  Money: moneyResolvers,
});
