import type { GraphQLSchema } from 'graphql';
import { clientChanges } from './changes.ts';
import { DECLARED, type DeclaredChange } from './declared.ts';

/** A schema that clients rely on, and the file that holds it. */
export type Promised = Readonly<{ file: string; schema: GraphQLSchema }>;

/**
 * What the API takes away from clients although a promised schema has it, and declarations that no longer fit.
 * Each promised schema is compared by itself, so composing in between hides nothing. Empty if every promise is kept.
 */
export const brokenPromises = (
  promised: readonly Promised[],
  api: GraphQLSchema,
  declared: readonly DeclaredChange[],
): string[] => {
  const texts = declared.map(({ change }) => change);
  const found = promised.map(({ file, schema }) => ({ file, changes: clientChanges(schema, api, texts) }));
  const broken = found.flatMap(({ file, changes }) =>
    changes.breaking.map((change) => `Clients would miss this, promised by ${file}: ${change}`),
  );
  const used = new Set(found.flatMap(({ changes }) => changes.declared));
  const stale = texts.filter((change) => !used.has(change));
  return [
    ...new Set(broken),
    ...stale.map((change) => `${DECLARED} declares what is no longer so; remove it: ${change}`),
  ];
};
