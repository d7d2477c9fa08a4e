import type { ProductId, VariantId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Product } from './product.ts';

export type Opening = Readonly<{ variantId: VariantId; onHand: number }>;

export type Opened = Readonly<{ product: Product; opening: readonly Opening[] }>;

export type CataloguePorts = Readonly<{
  products: {
    /** In the order of the ids, null where there is none. */
    find(ids: readonly ProductId[]): Promise<readonly (Product | null)[]>;
    findByVariant(ids: readonly VariantId[]): Promise<readonly (Product | null)[]>;
    findBySlug(slugs: readonly string[]): Promise<readonly (Product | null)[]>;
    findBySku(sku: string): Promise<Product | null>;
    /** The slug of the product that has each SKU, of those that one has. */
    holdersOf(skus: readonly string[]): Promise<ReadonlyMap<string, string>>;
    /**
     * Keeps new products with the opening stock of their variants; ALREADY_EXISTS where a slug or SKU is taken. Each is kept whole
     * or not at all, and none holds up another. In their order.
     */
    insertAll(all: readonly Opened[]): Promise<readonly Outcome<Product>[]>;
    /** Loads, decides and saves as one atomic step; a lost race is decided again. Adds stock for the variants in `opening`. */
    change(
      id: ProductId,
      decide: (product: Product) => Outcome<Product>,
      opening?: readonly Opening[],
    ): Promise<Outcome<Product>>;
  };
}>;
