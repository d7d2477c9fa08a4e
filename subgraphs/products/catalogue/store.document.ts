import { MongoServerError } from 'mongodb';
import { type Outcome, refuse } from '../../../kernel/outcome.ts';
import { entryOf } from '../search/searchDocument.ts';
import type { ProductDocument, Stocked } from '../store.database.ts';
import type { Tree } from './category.ts';
import type { Product } from './product.ts';

/** What is read of a product, without what it is found by. */
export const PRODUCT = { entry: 0 } as const;

export const fromDocument = (document: Omit<ProductDocument, 'entry'>): Product => {
  const {
    _id,
    slug,
    title,
    description,
    descriptionHtml,
    brand,
    status,
    tags,
    categoryIds,
    variants,
    media,
  } = document;
  const { createdAt, updatedAt, sold, along, ratings, stocked } = document;
  const isThere = ({ id, yes }: Stocked): boolean => yes && variants.some((variant) => variant.id === id);
  const own = {
    id: _id,
    slug,
    title,
    description,
    descriptionHtml,
    brand,
    status,
    tags,
    categoryIds,
    variants,
    media,
  };
  return { ...own, createdAt, updatedAt, inStock: stocked.some(isThere), sold, along: along ?? [], ratings };
};

/** The fields that a change of a product writes; what is counted elsewhere is left as it is. */
export const changedFields = (product: Product, tree: Tree, treeVersion: number) => {
  const {
    slug,
    title,
    description,
    descriptionHtml,
    brand,
    status,
    tags,
    categoryIds,
    variants,
    media,
    updatedAt,
  } = product;
  const own = {
    slug,
    title,
    description,
    descriptionHtml,
    brand,
    status,
    tags,
    categoryIds,
    variants,
    media,
    updatedAt,
  };
  return { ...own, entry: entryOf(product, tree), treeVersion };
};

/** A taken slug or SKU as what a person can put right; any other error goes on. */
export const refuseTaken = (error: unknown): Outcome<never> => {
  const refused =
    error instanceof MongoServerError && error.code === DUPLICATE ? takenIn(error.message) : null;
  if (refused) return refused;
  throw error;
};

/** What was taken, by the index that a store's message names. */
export const takenIn = (message: string | undefined): Outcome<never> | null => {
  const index = /index: (\w+)/.exec(message ?? '')?.[1];
  if (index === 'sku') return refuse('ALREADY_EXISTS', 'Another variant has this SKU.', ['sku']);
  if (index === 'slug') return refuse('ALREADY_EXISTS', 'Another product has this slug.', ['slug']);
  return null;
};

export const DUPLICATE = 11_000;
export const isDuplicate = (error: unknown): boolean =>
  error instanceof MongoServerError && error.code === DUPLICATE;
