import {
  coerceInputValue,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLScalarType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  isScalarType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';
import { scalars } from '../../kernel/scalars.ts';
import { isStorable } from '../../kernel/text.ts';
import { isUpload } from '../../kernel/uploads.ts';
import { MAX_ERRORS, Refused } from '../http/errors.ts';

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

type Graph = Readonly<{ schema: GraphQLSchema; operations: Readonly<{ suggests: boolean }> }>;
type Values = Readonly<Record<string, unknown>>;
/** Throws at the maximum number of reported errors, so that a long list of wrong values costs no more than a short one. */
type Report = (path: readonly (string | number)[], message: string) => void;

/**
 * The variables of an operation as the schema reads them. Throws `Refused` with BAD_USER_INPUT if one cannot be read; nothing has been
 * executed then. Each error names the variable and the place in it, what was expected, and what was given unless that is a text.
 */
export const readVariables = (
  { schema, operations }: Graph,
  { variableDefinitions = [] }: OperationDefinitionNode,
  sent: Values,
): Values => {
  const errors: GraphQLError[] = [];
  const read: Record<string, unknown> = {};
  const refused = () => new Refused('BAD_USER_INPUT', errors, operations.suggests);
  for (const node of variableDefinitions) {
    const name = node.variable.name.value;
    const report: Report = (path, message) => {
      errors.push(new GraphQLError(`Variable "$${name}${printPath(path)}": ${message}`, { nodes: node }));
      if (errors.length >= MAX_ERRORS) throw refused();
    };
    const type = typeFromAST(schema, node.type as Parameters<typeof typeFromAST>[1]) as GraphQLInputType;
    if (isInputType(type)) readVariable(node, type, sent, read, report);
  }
  if (errors.length > 0) throw refused();
  return read;
};

const readVariable = (
  { variable, defaultValue }: VariableDefinitionNode,
  type: GraphQLInputType,
  sent: Values,
  read: Record<string, unknown>,
  report: Report,
): void => {
  const name = variable.name.value;
  const value = sent[name];
  if (!Object.hasOwn(sent, name) || value === undefined) {
    if (defaultValue) read[name] = valueFromAST(defaultValue, type);
    else if (isNonNullType(type)) report([], `a value of type ${type} is required.`);
    return;
  }
  if (value === null) {
    if (isNonNullType(type)) report([], `a value of type ${type} is required, given null.`);
    read[name] = null;
    return;
  }
  if (isTooDeep(value)) {
    report([], `expected at most ${MAX_DEPTH} levels of nesting.`);
    return;
  }
  reportUnstorable(value, [], report);
  read[name] = coerceInputValue(value, type, (path, given, error) => report(path, explain(error, given)));
};

/** No input of the graph is nested nearly as deeply. */
const MAX_DEPTH = 50;

const isTooDeep = (value: unknown, depth = 0): boolean => {
  if (!Array.isArray(value) && !isPlainObject(value)) return false;
  return depth >= MAX_DEPTH || Object.values(value).some((each) => isTooDeep(each, depth + 1));
};

/** Refuses text that no store takes, wherever in the value it stands. */
const reportUnstorable = (value: unknown, path: readonly (string | number)[], report: Report): void => {
  if (typeof value === 'string') {
    if (!isStorable(value))
      report(path, 'expected text without NUL characters and without halves of surrogate pairs.');
  } else if (Array.isArray(value)) {
    for (const [at, each] of value.entries()) reportUnstorable(each, [...path, at], report);
  } else if (isPlainObject(value)) {
    for (const [name, each] of Object.entries(value)) reportUnstorable(each, [...path, name], report);
  }
};

const isPlainObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** A text that is not the text of a scalar may be a password: it is never repeated. */
const explain = ({ message, originalError }: GraphQLError, given: unknown): string => {
  if (originalError instanceof ScalarError)
    return `${originalError.message.replace(/\.$/, '')}, given ${describe(given)}.`;
  return /^(?:String|ID) cannot represent/.test(message)
    ? `expected a text, given ${kindOf(given)}.`
    : message;
};

const MAX_GIVEN = 60;
const describe = (given: unknown): string => {
  if (given !== null && typeof given === 'object') return kindOf(given);
  const text = JSON.stringify(given) ?? 'nothing';
  return text.length > MAX_GIVEN ? `${text.slice(0, MAX_GIVEN)}…` : text;
};

const kindOf = (given: unknown): string => {
  if (Array.isArray(given)) return 'a list';
  if (given === null || given === undefined) return 'nothing';
  return typeof given === 'object' ? 'an object' : `a ${typeof given}`;
};

const IDENTIFIER = /^[A-Za-z_]\w{0,60}$/;
/** `.lines[0].quantity`; what is not the name of a field is not repeated. */
const printPath = (path: readonly (string | number)[]): string =>
  path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${IDENTIFIER.test(key) ? key : '?'}`)).join('');
