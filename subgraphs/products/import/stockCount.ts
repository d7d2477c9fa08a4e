import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { Product } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import { stockSet } from '../stock/stockSet.ts';
import type { ProductDraft } from './draft.ts';

/** Sets what is on hand of each variant to what the file counted; whether anything was different. */
export const stockCount =
  (ports: Pick<Ports, 'products' | 'stock'>) =>
  async (draft: ProductDraft, product: Product): Promise<Outcome<boolean>> => {
    const variants = draft.variants.flatMap(({ sku, onHand }) =>
      product.variants.filter((each) => each.sku === sku).map(({ id }) => ({ id, onHand })),
    );
    const levels = await ports.stock.levels(variants.map(({ id }) => id));
    const different = variants.flatMap(({ id, onHand }, at) => {
      const from = levels[at]?.onHand ?? 0;
      return from === onHand ? [] : [{ variantId: id, to: onHand, from, reason: 'Count of a product file' }];
    });
    for (const input of different) {
      const set = await stockSet(ports)(input);
      if (!set.ok) return set;
    }
    return done(different.length > 0);
  };
