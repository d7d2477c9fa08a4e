import {
  type DocumentNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  isInterfaceType,
  isObjectType,
  parse,
} from 'graphql';
import { LRUCache } from 'lru-cache';

const MAX_KNOWN = 5_000;

/** Works something out of each query that a subgraph is asked, once. */
export const ofEachQuery = <Made extends object>(
  make: (document: DocumentNode) => Made,
): ((query: string) => Made) => {
  const known = new LRUCache<string, Made>({ max: MAX_KNOWN });
  return (query) => {
    const kept = known.get(query);
    if (kept) return kept;
    const made = make(parse(query, { noLocation: true }));
    known.set(query, made);
    return made;
  };
};

/** A type as far as it is known: what stands in a query may be asked of a type that is not. */
export type Parent = GraphQLNamedType | null | undefined;

export const typeOfField = (parent: Parent, name: string): GraphQLOutputType | undefined =>
  isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name]?.type : undefined;
