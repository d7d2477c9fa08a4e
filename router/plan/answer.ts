import {
  type DocumentNode,
  executeSync,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { Data } from './plan.ts';
import { type Compiling, fillOf } from './selection.ts';
import type { Making } from './shape.ts';

/** Makes of the data of all fetches what the client asked for, and no more. */
export type Answering = (
  data: Data,
  variables: Making['variables'],
) => Readonly<{ data: Data | null; errors: readonly GraphQLError[] }>;

/** Compiles an operation once for all of its answers; `schema` is what clients see. */
export const answering = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Answering => {
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  const root = schema.getRootType(operation.operation)?.name ?? '';
  const compiling: Compiling = {
    schema,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    introspect: introspection(schema, operation, fragments),
  };
  const fill = fillOf(compiling, operation.selectionSet, root);
  return (input, variables) => {
    const making: Making = { variables, errors: [], path: [] };
    const output: Data = {};
    return { data: fill(input, output, root, making) ? output : null, errors: making.errors };
  };
};

/** What is asked of the schema is answered by graphql itself. */
const introspection =
  (
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    fragments: readonly FragmentDefinitionNode[],
  ): Compiling['introspect'] =>
  (node, { variables }) => {
    const only: OperationDefinitionNode = {
      ...operation,
      selectionSet: { kind: Kind.SELECTION_SET, selections: [node] },
    };
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [only, ...fragments] };
    const { data } = executeSync({ schema, document, rootValue: {}, variableValues: variables });
    return data?.[(node.alias ?? node.name).value] ?? null;
  };
