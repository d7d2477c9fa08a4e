import { optionsOf } from '../catalogue/product.ts';
import type { ProductDocument } from '../store.database.ts';
import type { Entry } from './entry.ts';
import type { Row } from './fits.ts';

/** What facets need of a product, and no more, since all that fit are read. */
export const ROW = {
  brand: 1,
  tags: 1,
  stars: 1,
  stocked: 1,
  'variants.selectedOptions': 1,
  'entry.path': 1,
  'entry.brand': 1,
  'entry.tags': 1,
  'entry.variants': 1,
} as const;

export type RowDocument = Omit<ProductDocument, 'entry'> & { entry: Omit<Entry, 'points' | 'all' | 'words'> };

export const toRow = (document: Pick<RowDocument, 'brand' | 'tags' | 'stars' | 'stocked' | 'variants' | 'entry'>): Row => ({
  path: document.entry.path,
  brand: document.brand,
  tags: document.tags,
  options: optionsOf(document),
  variants: document.entry.variants,
  foldedBrand: document.entry.brand,
  foldedTags: document.entry.tags,
  stars: document.stars,
  inStock: document.stocked.some(({ yes }) => yes),
});
