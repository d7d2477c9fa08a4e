import type { Resolvers } from '../../generated/carts/types.ts';
import type { Complete } from '../../kernel/graphql.ts';
import { readId } from '../../kernel/ids.ts';
import { moneyResolvers } from '../../kernel/money.resolvers.ts';
import { payload, userErrors } from '../../kernel/outcome.ts';
import { isOpen } from './cart.ts';
import { expiresAt } from './expiry.ts';
import type { UseCases } from './useCases.ts';

export const resolvers = (use: UseCases): Complete<Resolvers> => ({
  Query: {
    cart: (_, { id }, { loaders }) => loaders.cart.load(readId('cart', id)),
    cartSnapshot: (_, { id }, { viewer }) => use.cartSnapshot(viewer, id),
    personalDataOf: (_, { userId }) => use.personalDataOf(userId),
  },
  Mutation: {
    cartCreate: (_, { input }, { viewer }) => use.cartCreate(viewer, input).then(payload('cart')),
    cartLinesAdd: (_, { input }, { viewer }) => use.cartLinesAdd(viewer, input).then(payload('cart')),
    cartLinesUpdate: (_, { input }, { viewer }) => use.cartLinesUpdate(viewer, input).then(payload('cart')),
    cartLinesRemove: (_, { input }, { viewer }) => use.cartLinesRemove(viewer, input).then(payload('cart')),
    cartClear: (_, { cartId }, { viewer }) => use.cartClear(viewer, cartId).then(payload('cart', null)),
    cartPromotionCodesSet: (_, { input }, { viewer }) =>
      use.cartPromotionCodesSet(viewer, input).then(payload('cart')),
    cartEmailSet: (_, { input }, { viewer }) => use.cartEmailSet(viewer, input).then(payload('cart')),
    cartClaim: (_, { cartId }, { viewer }) => use.cartClaim(viewer, cartId).then(payload('cart', null)),
    cartClose: async (_, args, { viewer }) => {
      const closed = await use.cartClose(viewer, args);
      return {
        closedId: closed.ok ? closed.value.id : null,
        open: closed.ok && isOpen(closed.value),
        userErrors: userErrors(closed, null),
      };
    },
    personalDataErase: (_, { userId }) => use.personalDataErase(userId),
  },
  Cart: {
    __resolveReference: ({ id }, { loaders }) => loaders.cart.load(readId('cart', id)),
    lines: (cart, _, { loaders }) => loaders.priced.load(cart).then(({ lines }) => lines),
    itemCount: ({ lines }) => lines.reduce((count, line) => count + line.quantity, 0),
    subtotal: (cart, _, { loaders }) => loaders.priced.load(cart).then(({ subtotal }) => subtotal),
    warnings: (cart, _, { loaders }) => loaders.priced.load(cart).then(({ warnings }) => warnings),
    updatedAt: ({ updatedAt }) => new Date(updatedAt),
    expiresAt,
  },
  CartSnapshot: { ownerId: ({ owner }) => owner },
  User: { cart: ({ id }, _, { viewer }) => use.cartOf(viewer, id) },
  Money: moneyResolvers,
});
