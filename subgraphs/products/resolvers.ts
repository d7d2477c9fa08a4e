import type { GraphQLFieldResolver } from 'graphql';
import type { Resolvers } from '../../generated/products/types.ts';
import type { Complete } from '../../kernel/graphql.ts';
import { moneyResolvers } from '../../kernel/money.resolvers.ts';
import { categoryResolvers } from './catalogue/category.resolvers.ts';
import { mediaResolvers } from './catalogue/media.resolvers.ts';
import { productResolvers } from './catalogue/resolvers.ts';
import { variantResolvers } from './catalogue/variant.resolvers.ts';
import { auditResolvers } from './inventory/audit.resolvers.ts';
import { stockResolvers } from './inventory/resolvers.ts';
import type { Context } from './loaders.ts';
import { personalResolvers } from './privacy/resolvers.ts';
import { reviewResolvers } from './reviews/resolvers.ts';
import { searchResolvers } from './search/resolvers.ts';
import { relatedResolvers } from './search/similar.resolvers.ts';
import type { UseCases } from './useCases.ts';

/** The resolvers of all folders as one map. Each root field has its resolver in one of them: a forgotten one does not compile. */
export const resolvers = (use: UseCases) => {
  const [products, variants, media, categories] = [
    productResolvers(use),
    variantResolvers(use),
    mediaResolvers(use),
    categoryResolvers(use),
  ];
  const [search, stock, reviews] = [searchResolvers(use), stockResolvers(use), reviewResolvers(use)];
  const [audit, personal, related] = [auditResolvers(use), personalResolvers(use), relatedResolvers()];
  const roots = {
    Query: {
      ...products.Query,
      ...variants.Query,
      ...categories.Query,
      ...search.Query,
      ...audit.Query,
      ...personal.Query,
    },
    Mutation: {
      ...{ ...products.Mutation, ...variants.Mutation, ...media.Mutation, ...categories.Mutation },
      ...{ ...stock.Mutation, ...reviews.Mutation, ...personal.Mutation },
    },
  } satisfies Complete<Resolvers>;
  return merge(
    products,
    variants,
    media,
    categories,
    search,
    stock,
    reviews,
    related,
    { Money: moneyResolvers },
    roots,
  );
};

type Fields = Readonly<Record<string, unknown>>;
type Resolve = GraphQLFieldResolver<unknown, Context>;

/** After each mutation the request's loaders ask anew. */
const merge = (...all: readonly Readonly<Record<string, Fields>>[]): Record<string, Fields> => {
  const merged: Record<string, Fields> = {};
  for (const [type, fields] of all.flatMap((each) => Object.entries(each)))
    merged[type] = { ...merged[type], ...fields };
  const mutations = Object.entries(merged.Mutation ?? {}).map(([name, resolve]) => [
    name,
    forgetting(resolve as Resolve),
  ]);
  return { ...merged, Mutation: Object.fromEntries(mutations) };
};

const forgetting =
  (resolve: Resolve): Resolve =>
  async (source, args, context, info) => {
    try {
      return await resolve(source, args, context, info);
    } finally {
      context.loaders.forget();
    }
  };
