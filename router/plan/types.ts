import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import { type Data, own } from './plan.ts';

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
