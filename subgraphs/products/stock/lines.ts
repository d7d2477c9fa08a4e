import { badInput } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import type { Line } from './reservation.ts';

const MAX_LINES = 200;
const MAX_QUANTITY = 100_000;

/** Lines of an order, or BAD_USER_INPUT. */
export const readLines = (lines: readonly { variantId: string; quantity: number }[]): Line[] => {
  if (lines.length === 0 || lines.length > MAX_LINES)
    throw badInput(`There have to be 1 to ${MAX_LINES} lines.`);
  return lines.map(({ variantId, quantity }) => {
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > MAX_QUANTITY)
      throw badInput(`quantity must be 1 to ${MAX_QUANTITY}.`);
    return { variantId: readId('var', variantId), quantity };
  });
};
