import {
  type DocumentNode,
  type FieldNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { ofEachQuery, type Parent, typeOfField } from './dataSource.ts';
import { isRecord } from './subgraphAnswer.ts';

type Path = (string | number)[];
/** The value, with null in the place of everything that has not the shape of its type; those places are added to `misfits`. `path` is where it is, shared by all. */
type Shape = (value: unknown, path: Path, violations: Path[]) => unknown;
type Step = (value: Record<string, unknown>, path: Path, violations: Path[]) => void;

/** Checks the data of subgraphs against the schema: one that lies loses its own fields, not the whole answer. */
export const answerValidator = (schema: GraphQLSchema) => {
  const stepsFor = ofEachQuery((document) => stepsOf(schema, document));
  return (query: string, data: Record<string, unknown>): Path[] => {
    const violations: Path[] = [];
    const path: Path = [];
    for (const step of stepsFor(query)) step(data, path, violations);
    return violations;
  };
};

const stepsOf = (schema: GraphQLSchema, document: DocumentNode): Step[] =>
  document.definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION
      ? setSteps(schema, node.selectionSet, schema.getRootType(node.operation))
      : [],
  );

const setSteps = (schema: GraphQLSchema, set: SelectionSetNode, parent: Parent): Step[] =>
  set.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return fieldStep(schema, node, parent);
    if (node.kind === Kind.FRAGMENT_SPREAD) return [];
    const on = node.typeCondition?.name.value;
    const steps = setSteps(schema, node.selectionSet, on ? schema.getType(on) : parent);
    return [whereType(on && isObjectType(schema.getType(on)) ? on : null, steps)];
  });

const whereType =
  (on: string | null, steps: readonly Step[]): Step =>
  (value, path, violations) => {
    if (on !== null && typeof value.__typename === 'string' && value.__typename !== on) return;
    for (const step of steps) step(value, path, violations);
  };

const fieldStep = (schema: GraphQLSchema, node: FieldNode, parent: Parent): Step[] => {
  const name = (node.alias ?? node.name).value;
  const type = typeOfField(parent, node.name.value);
  if (!node.selectionSet) return [];
  const shape =
    node.name.value === '_entities'
      ? listOf(objectOf(setSteps(schema, node.selectionSet, null)))
      : type && shapeOf(schema, type, node.selectionSet);
  if (!shape) return [];
  return [
    (value, path, violations) => {
      if (value[name] == null) return;
      path.push(name);
      value[name] = shape(value[name], path, violations);
      path.pop();
    },
  ];
};

const shapeOf = (schema: GraphQLSchema, type: GraphQLOutputType, set: SelectionSetNode): Shape => {
  if (isNonNullType(type)) return shapeOf(schema, type.ofType, set);
  if (isListType(type)) return listOf(shapeOf(schema, type.ofType, set));
  return objectOf(isCompositeType(type) ? setSteps(schema, set, type) : []);
};

const listOf =
  (item: Shape): Shape =>
  (value, path, violations) => {
    if (value == null) return null;
    if (!Array.isArray(value)) return violation(path, violations);
    return value.map((inner: unknown, i) => {
      path.push(i);
      const fitting = item(inner, path, violations);
      path.pop();
      return fitting;
    });
  };

const objectOf =
  (steps: readonly Step[]): Shape =>
  (value, path, violations) => {
    if (value == null) return null;
    if (!isRecord(value)) return violation(path, violations);
    for (const step of steps) step(value, path, violations);
    return value;
  };

const violation = (path: Path, violations: Path[]): null => {
  violations.push([...path]);
  return null;
};
