import type { GraphQLSchema } from 'graphql';
import { type Data, isData, isOfType, own, type Rewrite, setOwn } from './queryPlan.ts';

const ON = '... on ';

/** Renames or sets fields where subgraphs name things otherwise than the graph does. */
export const rewrite = (
  schema: GraphQLSchema,
  rewrites: readonly Rewrite[] | undefined,
  value: unknown,
): void => {
  for (const one of rewrites ?? []) {
    const field = one.path.at(-1);
    if (field !== undefined)
      eachAt(schema, one.path.slice(0, -1), value, (data) => rewriteField(one, data, field));
  }
};

const rewriteField = (one: Rewrite, data: Data, field: string): void => {
  const value = one.kind === 'ValueSetter' ? one.setValueTo : own(data, field);
  if (one.kind === 'ValueSetter') setOwn(data, field, value);
  else if (value) {
    setOwn(data, one.renameKeyTo, value);
    data[field] = undefined;
  }
};

const eachAt = (
  schema: GraphQLSchema,
  [first, ...rest]: readonly string[],
  value: unknown,
  run: (data: Data) => void,
): void => {
  if (Array.isArray(value)) {
    for (const item of value) eachAt(schema, first === undefined ? [] : [first, ...rest], item, run);
  } else if (isData(value)) {
    if (first === undefined) run(value);
    else if (!first.startsWith(ON)) eachAt(schema, rest, own(value, first), run);
    else if (isOfType(schema, value, first.slice(ON.length), true)) eachAt(schema, rest, value, run);
  }
};
