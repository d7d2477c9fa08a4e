import type { ProductId, VariantId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { ImageSize, Picture } from '../../../kernel/picture.ts';
import type { Tree } from './category.ts';
import type { Product } from './product.ts';

export type Opening = Readonly<{ variantId: VariantId; onHand: number }>;

export type Opened = Readonly<{ product: Product; opening: readonly Opening[] }>;

export type CataloguePorts = Readonly<{
  products: {
    /** In the order of the IDs, null for a product that does not exist. */
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

export type CategoriesPorts = Readonly<{
  categories: {
    tree(): Promise<Tree>;
    /** Loads, decides and saves the whole tree as one atomic step; a lost race is decided again. */
    change(decide: (tree: Tree) => Outcome<Tree>): Promise<Outcome<Tree>>;
    /** Notes with the products what changed above them, for search. Safe to run again; a change that was not noted yet is kept for it. */
    noteWithProducts(): Promise<void>;
  };
}>;

export type MediaPorts = Readonly<{
  pictures: {
    url(picture: Picture, size: ImageSize): string;
    /** Reads, checks and keeps what claims to be a picture, in all sizes. */
    take(bytes: AsyncIterable<Uint8Array>): Promise<Outcome<Picture>>;
    remove(picture: Picture): Promise<void>;
  };
}>;
