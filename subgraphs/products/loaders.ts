import DataLoader from 'dataloader';
import type { Context as RequestContext } from '../../kernel/graphql.ts';
import type { ProductId, VariantId } from '../../kernel/ids.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import type { Tree } from './catalogue/category.ts';
import { type Product, variantIn, visible } from './catalogue/product.ts';
import type { Ports } from './ports.ts';
import { type Reviews, type ReviewsArgs, reviewsOfProducts } from './reviews/queries.ts';
import type { ReviewId } from './reviews/review.ts';
import { relatedTo } from './search/similar.ts';

type Needs = Pick<Ports, 'products' | 'categories' | 'stock' | 'reviews' | 'search'>;

/** One question a kind of thing and request. */
export const loaders = (ports: Needs) => (viewer: Viewer) => {
  let tree: Promise<Tree> | undefined;
  const things = loadersOfThings(ports, viewer);
  const lists = reviewLists(ports);
  return {
    ...things,
    reviews: lists.as,
    tree: () => (tree ??= ports.categories.tree()),
    /** After a mutation, so that what comes next in the same request sees it. */
    forget: () => {
      tree = undefined;
      lists.clear();
      for (const loader of Object.values(things)) loader.clearAll();
    },
  };
};

const loadersOfThings = ({ products, stock, reviews, search }: Needs, viewer: Viewer) => {
  const seen = visible(viewer);
  return {
    product: new DataLoader((ids: readonly ProductId[]) =>
      products.find(ids).then((found) => found.map(seen)),
    ),
    productBySlug: new DataLoader((slugs: readonly string[]) =>
      products.findBySlug(slugs).then((found) => found.map(seen)),
    ),
    variant: new DataLoader(async (ids: readonly VariantId[]) => {
      const found = (await products.findByVariant(ids)).map(seen);
      return ids.map((id, i) => (found[i] ? variantIn(found[i], id) : null));
    }),
    level: new DataLoader((ids: readonly VariantId[]) => stock.levels(ids)),
    related: new DataLoader((all: readonly Product[]) => relatedTo({ search })(all), {
      cacheKeyFn: ({ id }) => id,
    }),
    review: new DataLoader((ids: readonly ReviewId[]) => reviews.find(ids)),
    /** The product of a review that is shown was sold once, and is shown with it. */
    reviewed: new DataLoader((ids: readonly ProductId[]) =>
      products.find(ids).then((found) => found.map(there)),
    ),
  };
};

/** One question for the lists of all products that are asked for alike. */
const reviewLists = ({ reviews }: Needs) => {
  const lists = new Map<string, DataLoader<Product, Reviews, ProductId>>();
  const as = (args: ReviewsArgs) => {
    const key = JSON.stringify([args.rating, args.sort, args.first, args.after]);
    const known =
      lists.get(key) ??
      new DataLoader((all) => reviewsOfProducts({ reviews })(all, args), { cacheKeyFn: ({ id }) => id });
    lists.set(key, known);
    return known;
  };
  return { as, clear: () => lists.clear() };
};

const there = (product: Product | null): Product => {
  if (!product) throw new Error('A review is of a product.');
  return product;
};

export type Loaders = ReturnType<ReturnType<typeof loaders>>;
export type Context = RequestContext<Loaders>;
