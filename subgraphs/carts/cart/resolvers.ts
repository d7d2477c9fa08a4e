import type {
  CartResolvers,
  CartSnapshotResolvers,
  MutationResolvers,
  QueryResolvers,
  UserResolvers,
} from '../../../generated/carts/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { payload, userErrors } from '../../../kernel/outcome.ts';
import { expiresAt, isOpen } from './cart.ts';
import { cartClaim } from './cartClaim.ts';
import { cartPromotionCodesSet } from './cartPromotionCodesSet.ts';
import {
  cartClear,
  cartClose,
  cartCreate,
  cartEmailSet,
  cartLinesAdd,
  cartLinesRemove,
  cartLinesUpdate,
} from './commands.ts';
import type { Ports } from './ports.ts';
import { cartOf, cartSnapshot } from './queries.ts';

export const cartQueries = (ports: Ports) =>
  ({
    cart: (_, { id }, { loaders }) => loaders.cart.load(readId('cart', id)),
    cartSnapshot: (_, { id }, { viewer }) => cartSnapshot(ports)(viewer, id),
  }) satisfies Partial<QueryResolvers>;

export const cartMutations = (ports: Ports) =>
  ({
    cartCreate: (_, { input }, { viewer }) => cartCreate(ports)(viewer, input).then(payload('cart')),
    cartLinesAdd: (_, { input }, { viewer }) => cartLinesAdd(ports)(viewer, input).then(payload('cart')),
    cartLinesUpdate: (_, { input }, { viewer }) =>
      cartLinesUpdate(ports)(viewer, input).then(payload('cart')),
    cartLinesRemove: (_, { input }, { viewer }) =>
      cartLinesRemove(ports)(viewer, input).then(payload('cart')),
    cartClear: (_, { cartId }, { viewer }) => cartClear(ports)(viewer, cartId).then(payload('cart', null)),
    cartPromotionCodesSet: (_, { input }, { viewer }) =>
      cartPromotionCodesSet(ports)(viewer, input).then(payload('cart')),
    cartEmailSet: (_, { input }, { viewer }) => cartEmailSet(ports)(viewer, input).then(payload('cart')),
    cartClaim: (_, { cartId }, { viewer }) => cartClaim(ports)(viewer, cartId).then(payload('cart', null)),
    cartClose: async (_, args, { viewer }) => {
      const closed = await cartClose(ports)(viewer, args);
      const cart = closed.ok ? closed.value : null;
      return {
        closedId: cart?.id ?? null,
        open: cart !== null && isOpen(cart),
        userErrors: userErrors(closed, null),
      };
    },
  }) satisfies Partial<MutationResolvers>;

export const cartFields: CartResolvers = {
  __resolveReference: ({ id }, { loaders }) => loaders.cart.load(readId('cart', id)),
  lines: async (cart, _, { loaders }) => (await loaders.priced.load(cart)).lines,
  itemCount: ({ lines }) => lines.reduce((count, line) => count + line.quantity, 0),
  subtotal: async (cart, _, { loaders }) => (await loaders.priced.load(cart)).subtotal,
  warnings: async (cart, _, { loaders }) => (await loaders.priced.load(cart)).warnings,
  updatedAt: ({ updatedAt }) => new Date(updatedAt),
  expiresAt,
};

export const cartSnapshotFields: CartSnapshotResolvers = { ownerId: ({ owner }) => owner };

export const userFields = (ports: Ports): UserResolvers => ({
  cart: ({ id }, _, { viewer }) => cartOf(ports)(viewer, id),
});
