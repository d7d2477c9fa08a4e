import type { VariantId } from '../../kernel/ids.ts';
import type { Cart, Wanted } from './cart.ts';

/** The variants that a change is about: those in the cart, whose prices count as seen by it, and those wanted. */
export const variantsOf = (
  cart: Cart | null,
  wanted: readonly Pick<Wanted, 'variantId'>[] = [],
): VariantId[] => [...new Set([...(cart?.lines ?? []), ...wanted].map(({ variantId }) => variantId))];
