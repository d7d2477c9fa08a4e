import type { GraphQLSchema } from 'graphql';
import { merge } from './cursor.ts';
import { type Data, isData, isOfType, own, type Required, setOwn } from './queryPlan.ts';

/** What a subgraph is given of an entity to find it by; null where something of that is missing. */
export const represent = (schema: GraphQLSchema, data: Data, required: readonly Required[]): Data | null => {
  const result: Data = {};
  for (const one of required) {
    if (one.kind === 'InlineFragment') {
      if (one.typeCondition && isOfType(schema, data, one.typeCondition, false))
        merge(result, represent(schema, data, one.selections));
      continue;
    }
    const name = one.alias ?? one.name;
    const value = own(data, name);
    if (value === undefined) return null;
    setOwn(result, name, one.selections ? representAll(schema, value, one.selections) : value);
  }
  return result;
};

const representAll = (schema: GraphQLSchema, value: unknown, required: readonly Required[]): unknown => {
  if (Array.isArray(value)) return value.map((item) => representAll(schema, item, required));
  return isData(value) ? represent(schema, value, required) : null;
};

/** Representations, each once, with the indexes of the entities that it stands for. */
export type Represented = Readonly<{
  representations: readonly Data[];
  places: readonly (readonly number[])[];
}>;

export const representEach = (
  schema: GraphQLSchema,
  entities: readonly Data[],
  required: readonly Required[],
  adapt: (representation: Data) => void,
): Represented => {
  const places = new Map<string, number[]>();
  const representations: Data[] = [];
  for (const [i, entity] of entities.entries()) {
    const representation = represent(schema, entity, required);
    if (!representation?.__typename) continue;
    adapt(representation);
    const key = JSON.stringify(representation);
    const known = places.get(key);
    if (known) known.push(i);
    else {
      places.set(key, [i]);
      representations.push(representation);
    }
  }
  return { representations, places: [...places.values()] };
};
