import { type Money, money, sum, times } from '../../kernel/money.ts';
import type { Cart, Line } from './cart.ts';
import type { ForSale, VariantForSale } from './ports.ts';

/** A cart with what its items cost and how many there are at this moment. */
export type PricedCart = Readonly<{
  lines: readonly PricedLine[];
  subtotal: Money;
  warnings: readonly Warning[];
}>;
export type PricedLine = Readonly<{
  id: Line['id'];
  variant: Readonly<{ id: Line['variantId'] }> | null;
  quantity: number;
  unitPrice: Money;
  total: Money;
  availableQuantity: number;
}>;
export type WarningCode = 'PRICE_CHANGED' | 'QUANTITY_REDUCED' | 'OUT_OF_STOCK' | 'VARIANT_UNAVAILABLE';
export type Warning = Readonly<{ code: WarningCode; message: string; lineId: Line['id'] }>;

/** Prices a cart; what is no longer sold keeps its last known price, so that the buyer recognises it, and counts for nothing. */
export const price = (cart: Cart, forSale: ForSale): PricedCart => {
  const lines = cart.lines.map((line) => priceLine(line, forSale.get(line.variantId), cart.currency));
  const sold = lines.filter((line) => line.variant !== null);
  return {
    lines,
    subtotal: sum(
      sold.map((line) => line.total),
      cart.currency,
    ),
    warnings: cart.lines.flatMap((line) => warningsOf(line, forSale.get(line.variantId))),
  };
};

const priceLine = (line: Line, variant: VariantForSale | undefined, currency: string): PricedLine => {
  const unitPrice = variant?.price ?? money(line.seenPrice, currency);
  return {
    id: line.id,
    variant: variant ? { id: line.variantId } : null,
    quantity: line.quantity,
    unitPrice,
    total: times(unitPrice, line.quantity),
    availableQuantity: variant?.available ?? 0,
  };
};

const warningsOf = (line: Line, variant: VariantForSale | undefined): Warning[] => {
  const warn = (code: WarningCode, message: string): Warning => ({ code, message, lineId: line.id });
  if (!variant) return [warn('VARIANT_UNAVAILABLE', 'This item is no longer sold; remove it to check out.')];
  return [
    ...(variant.price.amount !== line.seenPrice
      ? [warn('PRICE_CHANGED', 'The price of this item has changed.')]
      : []),
    ...stockWarnings(line, variant.available, warn),
  ];
};

const stockWarnings = (
  line: Line,
  available: number,
  warn: (code: WarningCode, message: string) => Warning,
): Warning[] => {
  if (available === 0) return [warn('OUT_OF_STOCK', 'This item is sold out.')];
  if (available < line.quantity) return [warn('QUANTITY_REDUCED', `Only ${available} are left; take fewer.`)];
  if (line.wanted !== null)
    return [warn('QUANTITY_REDUCED', `You wanted ${line.wanted}; there are ${line.quantity}.`)];
  return [];
};
