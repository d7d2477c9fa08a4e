import { type GraphQLScalarType, type GraphQLSchema, isScalarType } from 'graphql';
import { scalars } from '../kernel/scalars.ts';
import { isUpload } from '../kernel/uploads.ts';

/** Why a value is not one of a custom scalar. The message says what was expected. */
export class ScalarError extends Error {
  override readonly name = 'ScalarError';
}

/**
 * Gives the custom scalars of a schema the parsers by which subgraphs read them, so that a malformed literal or variable is refused before
 * the first field is executed. What is passed on to subgraphs stays as it was sent.
 */
export const addScalarParsers = (schema: GraphQLSchema): void => {
  for (const known of Object.values(scalars)) {
    const type = schema.getType(known.name);
    if (isScalarType(type))
      Object.assign(
        type,
        known.name === 'Upload' ? { parseValue: passUpload, parseLiteral: passUpload } : parsersOf(known),
      );
  }
};

const parsersOf = ({
  name,
  parseValue,
  parseLiteral,
}: GraphQLScalarType): Pick<GraphQLScalarType, 'parseValue' | 'parseLiteral'> => {
  const explained = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      const expected =
        error instanceof Error ? error.message.replace(`${name}: `, '') : `a value of ${name}.`;
      throw new ScalarError(`expected ${expected}`);
    }
  };
  return {
    parseValue: (value) => explained(() => parseValue(value)),
    parseLiteral: (node, variables) => explained(() => parseLiteral(node, variables)),
  };
};

/** A file is read by the subgraph; here it is only passed on. */
const passUpload = (value: unknown): unknown => {
  if (isUpload(value)) return value;
  throw new ScalarError('expected a file of a GraphQL multipart request.');
};
