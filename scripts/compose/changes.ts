import { Supergraph } from '@apollo/federation-internals';
import { type BreakingChange, findBreakingChanges, findDangerousChanges, type GraphQLSchema } from 'graphql';

/** The public API of a composed supergraph. */
export const apiOf = (supergraphSdl: string): GraphQLSchema =>
  Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();

/** Changes that break clients of `before`, and how many others there are. A change is declared by its text in the list of allowed ones. */
export const clientChanges = (before: GraphQLSchema, after: GraphQLSchema, declared: readonly string[]) => {
  const breaking = findBreakingChanges(before, after).map(describe);
  return {
    breaking: breaking.filter((change) => !declared.includes(change)),
    declared: breaking.filter((change) => declared.includes(change)),
    dangerous: findDangerousChanges(before, after).map(({ description }) => description),
  };
};

const describe = ({ type, description }: BreakingChange): string => `${type}: ${description}`;
