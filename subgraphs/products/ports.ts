import type { ProductId, VariantId } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { ImageSize, Picture } from '../../kernel/picture.ts';
import type { AuditPorts } from './audit/ports.ts';
import type { CategoriesPorts } from './categories/ports.ts';
import type { Product } from './product.ts';
import type { ReviewsPorts } from './reviews/ports.ts';
import type { SearchPorts } from './search/ports.ts';
import type { StockPorts } from './stock/ports.ts';

export type Opening = Readonly<{ variantId: VariantId; onHand: number }>;

export type ProductsPorts = Readonly<{
  products: {
    /** In the order of the ids, null where there is none. */
    find(ids: readonly ProductId[]): Promise<readonly (Product | null)[]>;
    findByVariant(ids: readonly VariantId[]): Promise<readonly (Product | null)[]>;
    findBySlug(slugs: readonly string[]): Promise<readonly (Product | null)[]>;
    findBySku(sku: string): Promise<Product | null>;
    /** Keeps a new product with the opening stock of its variants; ALREADY_EXISTS where its slug or a SKU is taken. */
    insert(product: Product, opening: readonly Opening[]): Promise<Outcome<Product>>;
    /** Loads, decides and saves as one atomic step; a lost race is decided again. Adds stock for the variants in `opening`. */
    change(id: ProductId, decide: (product: Product) => Outcome<Product>, opening?: readonly Opening[]): Promise<Outcome<Product>>;
  };
  claims: {
    /** Claims a key for an input, noting an id of the thing that will be made; who comes later gets the first one's note. */
    claim(claim: {
      caller: string;
      operation: string;
      key: string;
      input: unknown;
      note: string;
    }): Promise<Outcome<{ fresh: boolean; note: string }>>;
    /** Gives a key back, so that what was refused can be put right and sent again. */
    release(claim: { caller: string; operation: string; key: string }): Promise<void>;
  };
  pictures: {
    url(picture: Picture, size: ImageSize): string;
    /** Reads, checks and keeps what claims to be a picture, in all sizes. */
    take(bytes: AsyncIterable<Uint8Array>): Promise<Outcome<Picture>>;
    remove(picture: Picture): Promise<void>;
  };
  /** Tells whoever keeps copies what has changed: `product:prod_…`, `category:cat_…`, `categories`, and `products` for all of it. */
  news: { changed(tags: readonly string[]): void };
  now(): Date;
}>;

export type Ports = ProductsPorts & CategoriesPorts & StockPorts & SearchPorts & ReviewsPorts & AuditPorts;
