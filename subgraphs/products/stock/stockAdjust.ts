import type { StockAdjustInput } from '../../../generated/products/types.ts';
import { readKey } from '../../../kernel/idempotency.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import { ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import type { VariantOf } from '../catalogue/product.ts';
import { rangeFault, textFault } from '../check.ts';
import type { Ports } from '../ports.ts';
import { MAX_ON_HAND } from '../variants/variant.ts';
import { stockedVariant } from './stockedVariant.ts';

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
