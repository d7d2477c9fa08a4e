import type { CartId, LineId, OrderId, ProductId, UserId, VariantId } from '../../../kernel/ids.ts';
import { type Money, times } from '../../../kernel/money.ts';

/** A variant as it is sold now. */
export type Item = Readonly<{
  id: VariantId;
  productId: ProductId;
  sku: string;
  productTitle: string;
  title: string;
  price: Money;
  available: number;
  imageUrl: string | null;
  /** Slugs of its categories and their ancestors. */
  categories: readonly string[];
}>;
export type Items = ReadonlyMap<VariantId, Item>;

/** A cart as the carts service stores it. */
export type CartSnapshot = Readonly<{
  id: CartId;
  currency: string;
  ownerId: UserId | null;
  email: string | null;
  promotionCodes: readonly string[];
  lines: readonly Readonly<{ id: LineId; variantId: VariantId; quantity: number }>[];
  closedBy: OrderId | null;
}>;

export type PricedLine = Readonly<{ cartLineId: LineId; item: Item; quantity: number; subtotal: Money }>;

/** The lines that have a price: still sold, in the cart's currency. */
export const pricedLines = ({ lines, currency }: CartSnapshot, items: Items): PricedLine[] =>
  lines.flatMap(({ id, variantId, quantity }) => {
    const item = items.get(variantId);
    return item?.price.currency === currency
      ? [{ cartLineId: id, item, quantity, subtotal: times(item.price, quantity) }]
      : [];
  });

/** The quantity of each variant, added up over all lines. */
export const quantityByVariant = (
  lines: readonly Readonly<{ variantId: VariantId; quantity: number }>[],
): Map<VariantId, number> => {
  const wanted = new Map<VariantId, number>();
  for (const { variantId, quantity } of lines) wanted.set(variantId, (wanted.get(variantId) ?? 0) + quantity);
  return wanted;
};
