import type { StockAdjustInput, StockSetInput } from '../../../generated/products/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { readKey } from '../../../kernel/idempotency.ts';
import { newId, readId, type VariantId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import { type VariantOf, variantIn } from '../catalogue/product.ts';
import { MAX_ON_HAND } from '../catalogue/variant.ts';
import { rangeFault, textFault } from '../check.ts';
import type { Ports } from '../ports.ts';
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

/** A variant after a change of its stock. */
const stockedVariant =
  ({ products }: Pick<Ports, 'products'>) =>
  async (id: VariantId, field: readonly string[]): Promise<Outcome<VariantOf>> => {
    const [product] = await products.findByVariant([id]);
    const found = product && variantIn(product, id);
    return found ? done(found) : refuse('NOT_FOUND', 'There is no such variant.', field);
  };

type Needs = Pick<Ports, 'products' | 'claims' | 'stock'>;

/** Changes what is on hand by a difference; the same key does so once. */
export const stockAdjust =
  (ports: Needs) =>
  async (viewer: Viewer, input: StockAdjustInput): Promise<Outcome<VariantOf>> => {
    const variantId = readId('var', input.variantId);
    const claim = {
      caller: ownerOf(viewer) ?? 'service',
      operation: 'stockAdjust',
      key: readKey(input.idempotencyKey),
    };
    const faults = [
      ...textFault('The reason', input.reason, 500, ['reason']),
      ...rangeFault('The difference', input.delta, -MAX_ON_HAND, MAX_ON_HAND, ['delta']),
    ];
    if (faults.length) return refuseAll(faults);
    const claimed = await ports.claims.claim({ ...claim, input, note: newId('mov') });
    if (!claimed.ok) return claimed;
    const adjusted = await ports.stock.adjust(
      variantId,
      input.delta,
      input.reason.trim(),
      claimed.value.note,
    );
    await ports.stock.drain([variantId]);
    if (adjusted === 'DONE') return stockedVariant(ports)(variantId, ['variantId']);
    await ports.claims.release(claim);
    return adjusted === 'UNKNOWN'
      ? refuse('NOT_FOUND', 'There is no such variant.', ['variantId'])
      : refuse('INVALID', 'That would leave less than orders have reserved, or more than can be counted.', [
          'delta',
        ]);
  };

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
