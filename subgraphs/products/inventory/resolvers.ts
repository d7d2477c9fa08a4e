import { payload } from '../../../kernel/outcome.ts';
import { isStaff } from '../../../kernel/viewer.ts';
import type { Part } from '../part.ts';
import type { UseCases } from '../useCases.ts';

const SHOWN = 999;

export const stockResolvers = (use: UseCases) =>
  ({
    Mutation: {
      stockAdjust: (_, { input }, { viewer }) => use.stockAdjust(viewer, input).then(payload('variant')),
      stockSet: (_, { input }) => use.stockSet(input).then(payload('variant')),
      stockReserve: (_, { orderId, lines, expiresAt }) => use.stockReserve(orderId, lines, expiresAt),
      stockCommit: (_, { orderId }) => use.stockCommit(orderId),
      stockRelease: (_, { orderId }) => use.stockRelease(orderId),
      stockReturn: (_, { orderId, lines, idempotencyKey }) => use.stockReturn(orderId, lines, idempotencyKey),
    },
    ProductVariant: {
      inStock: ({ variant }, _, { loaders }) =>
        loaders.level.load(variant.id).then((level) => (level?.available ?? 0) > 0),
      availableQuantity: ({ variant }, _, { loaders }) =>
        loaders.level.load(variant.id).then((level) => Math.min(SHOWN, Math.max(0, level?.available ?? 0))),
      stock: ({ variant }, _, { viewer, loaders }) =>
        isStaff(viewer) ? loaders.level.load(variant.id) : null,
    },
    StockLevel: { movements: ({ variantId }, args) => use.stockMovements(variantId, args) },
  }) satisfies Part;
