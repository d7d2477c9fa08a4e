import { type Money, money, sum, times } from '../../../kernel/money.ts';
import type { Cart, CartLine, Offer, Offers } from './cart.ts';

/** A cart with current prices and availability. */
export type PricedCart = Readonly<{
  lines: readonly PricedLine[];
  subtotal: Money;
  warnings: readonly Warning[];
}>;
export type PricedLine = Readonly<{
  id: CartLine['id'];
  variant: Readonly<{ id: CartLine['variantId'] }> | null;
  quantity: number;
  unitPrice: Money;
  total: Money;
  availableQuantity: number;
}>;
export type WarningCode = 'PRICE_CHANGED' | 'QUANTITY_REDUCED' | 'OUT_OF_STOCK' | 'VARIANT_UNAVAILABLE';
export type Warning = Readonly<{ code: WarningCode; message: string; lineId: CartLine['id'] }>;

/** Prices a cart. A line that is no longer sold keeps its last known price and does not count towards the subtotal. */
export const price = (cart: Cart, offers: Offers): PricedCart => {
  const lines = cart.lines.map((line) => priceLine(line, offers.get(line.variantId), cart.currency));
  const totals = lines.filter((line) => line.variant !== null).map((line) => line.total);
  return {
    lines,
    subtotal: sum(totals, cart.currency),
    warnings: cart.lines.flatMap((line) => warningsOf(line, offers.get(line.variantId))),
  };
};

const priceLine = (line: CartLine, offer: Offer | undefined, currency: string): PricedLine => {
  const unitPrice = offer?.price ?? money(line.seenPrice, currency);
  return {
    id: line.id,
    variant: offer ? { id: line.variantId } : null,
    quantity: line.quantity,
    unitPrice,
    total: times(unitPrice, line.quantity),
    availableQuantity: offer?.available ?? 0,
  };
};

const warningsOf = (line: CartLine, offer: Offer | undefined): Warning[] => {
  const warn = (code: WarningCode, message: string): Warning => ({ code, message, lineId: line.id });
  if (!offer) return [warn('VARIANT_UNAVAILABLE', 'This item is no longer sold. Remove it to check out.')];
  const warnings: Warning[] = [];
  if (offer.price.amount !== line.seenPrice)
    warnings.push(warn('PRICE_CHANGED', 'The price of this item has changed.'));
  if (offer.available === 0) warnings.push(warn('OUT_OF_STOCK', 'This item is sold out.'));
  else if (offer.available < line.quantity)
    warnings.push(
      warn('QUANTITY_REDUCED', `Only ${offer.available} left. Reduce the quantity to check out.`),
    );
  else if (line.wanted !== null)
    warnings.push(warn('QUANTITY_REDUCED', `You asked for ${line.wanted}; the cart has ${line.quantity}.`));
  return warnings;
};
