import type { GatewayConfig } from '@apollo/gateway';
import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';

/** Whether a type's name is that of the condition or of something that it stands for. */
export const isSubtype = (schema: GraphQLSchema, name: string, condition: string): boolean => {
  if (name === condition) return true;
  const [type, wanted] = [schema.getType(name), schema.getType(condition)];
  return (
    isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type)
  );
};

/** Whether data is of a type; `unknown` is the answer where it does not say its own. */
export const isOfType = (schema: GraphQLSchema, data: Data, condition: string, unknown: boolean): boolean => {
  const name = own(data, '__typename');
  return typeof name === 'string' && name !== '' ? isSubtype(schema, name, condition) : unknown;
};

type Resolved = Parameters<NonNullable<GatewayConfig['experimental_didResolveQueryPlan']>>[0];

/** What @apollo/gateway plans for one operation: which subgraph is asked for what, in which order. */
export type QueryPlan = Resolved['queryPlan'];
export type PlanNode = Exclude<NonNullable<QueryPlan['node']>, { kind: 'Subscription' }>;
export type FetchNode = Extract<PlanNode, { kind: 'Fetch' }>;
export type Required = NonNullable<FetchNode['requires']>[number];
export type Rewrite = NonNullable<FetchNode['inputRewrites']>[number];

/** Data as subgraphs answer it. */
export type Data = Record<string, unknown>;
export type Place = readonly (string | number)[];

export const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An own field of the data; what every object inherits is not one. */
export const own = (data: Data, name: string): unknown =>
  Object.hasOwn(data, name) ? data[name] : undefined;

/** Sets a field of the data itself, whatever every object inherits under that name. */
export const setOwn = (data: Data, name: string, value: unknown): void => {
  if (name === '__proto__')
    Object.defineProperty(data, name, { value, configurable: true, enumerable: true, writable: true });
  else data[name] = value;
};
