import type { StockSetInput } from '../../../generated/products/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import type { VariantOf } from '../catalogue/product.ts';
import { rangeFault, textFault } from '../check.ts';
import type { Ports } from '../ports.ts';
import { MAX_ON_HAND } from '../variants/variant.ts';
import { stockedVariant } from './stockedVariant.ts';

/** Sets what is on hand, if it is still what was counted from. */
export const stockSet =
  (ports: Pick<Ports, 'products' | 'stock'>) =>
  async ({ to, from, reason, ...input }: StockSetInput): Promise<Outcome<VariantOf>> => {
    const variantId = readId('var', input.variantId);
    const faults = [
      ...textFault('The reason', reason, 500, ['reason']),
      ...rangeFault('What is on hand', to, 0, MAX_ON_HAND, ['to']),
    ];
    if (faults.length) return refuseAll(faults);
    const set = await ports.stock.set(variantId, to, from, reason.trim());
    await ports.stock.drain([variantId]);
    if (set === 'DONE') return stockedVariant(ports)(variantId, ['variantId']);
    if (set === 'UNKNOWN') return refuse('NOT_FOUND', 'There is no such variant.', ['variantId']);
    const [level] = await ports.stock.levels([variantId]);
    if (level?.onHand !== from)
      return refuse('STOCK_CHANGED', `There are ${level?.onHand ?? 0} on hand now; count again.`, ['from']);
    return refuse('INVALID', `Orders have reserved ${level.reserved}; what is on hand cannot be less.`, [
      'to',
    ]);
  };
