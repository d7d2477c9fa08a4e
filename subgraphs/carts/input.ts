import type { CartLineInput } from '../../generated/carts/types.ts';
import { badInput } from '../../kernel/errors.ts';
import { readId } from '../../kernel/ids.ts';
import { MAX_LINES, MAX_QUANTITY, type Wanted } from './cart.ts';

/** A quantity of one item; no cart holds another, whatever the stock. */
export const readQuantity = (quantity: number, least: 0 | 1): number => {
  if (quantity < least || quantity > MAX_QUANTITY)
    throw badInput(`quantity must be ${least} to ${MAX_QUANTITY}.`);
  return quantity;
};

export const atMostLines = <T>(lines: readonly T[]): readonly T[] => {
  if (lines.length > MAX_LINES) throw badInput(`At most ${MAX_LINES} lines at once.`);
  return lines;
};

export const readWanted = (lines: readonly CartLineInput[]): Wanted[] =>
  atMostLines(lines).map(({ variantId, quantity }) => ({
    variantId: readId('var', variantId),
    quantity: readQuantity(quantity, 1),
  }));
