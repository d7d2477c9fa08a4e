import type { GraphQLFieldResolver } from 'graphql';
import type { Context } from './loaders.ts';

type Fields = Readonly<Record<string, unknown>>;
type Resolve = GraphQLFieldResolver<unknown, Context>;

/** The resolvers of all folders as one map; after each mutation the request's loaders ask anew. */
export const merge = (...all: readonly Readonly<Record<string, Fields>>[]): Record<string, Fields> => {
  const merged: Record<string, Fields> = {};
  for (const [type, fields] of all.flatMap((each) => Object.entries(each))) merged[type] = { ...merged[type], ...fields };
  const mutations = Object.entries(merged.Mutation ?? {}).map(([name, resolve]) => [name, forgetting(resolve as Resolve)]);
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
