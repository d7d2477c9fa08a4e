import {
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLOutputType,
  isCompositeType,
  isListType,
  isNonNullType,
} from 'graphql';
import { leafTest } from './leaf.ts';
import { type Data, isData } from './plan.ts';

/** The making of one answer: variables as they count, and what was found wrong. `path` is where it is, shared by all. */
export type Making = Readonly<{
  variables: Readonly<Record<string, unknown>>;
  errors: GraphQLError[];
  path: (string | number)[];
}>;
/** The value as the client asked for it; `known` where an earlier selection of the same name made a part of it. */
export type Shape = (value: unknown, known: unknown, making: Making) => unknown;
/** Fills an object; false where it has to be null as a whole. */
export type Fill = (input: Data, output: Data, type: string, making: Making) => boolean;

/** Stands for null where there may be none: whoever may be null becomes so. */
export const INVALID = Symbol('invalid');

const wrong = ({ errors, path }: Making, message: string): void => {
  errors.push(new GraphQLError(message, { path: [...path] }));
};

/** What a field's type makes of a value; a null that may not be is told once and goes up to the next place that may be null. */
export const shapeOf = (type: GraphQLOutputType, fill: Fill | null, find: FindType): Shape => {
  if (!isNonNullType(type)) return orNull(inner(type, fill, find));
  const shape = inner(type.ofType, fill, find);
  return (value, known, making) => {
    if (value == null) wrong(making, 'A value is missing that is never null.');
    const made = value == null ? INVALID : shape(value, known, making);
    return made === null ? INVALID : made;
  };
};

/** Finds an object type that clients know, or what it may stand for. */
export type FindType = (name: string) => GraphQLNamedType | undefined;

const orNull =
  (shape: Shape): Shape =>
  (value, known, making) => {
    if (value == null || known === null) return null;
    const made = shape(value, known, making);
    return made === INVALID ? null : made;
  };

const inner = (
  type: Exclude<GraphQLOutputType, { ofType: never }>,
  fill: Fill | null,
  find: FindType,
): Shape => {
  if (isNonNullType(type)) return shapeOf(type, fill, find);
  if (isListType(type)) return listShape(shapeOf(type.ofType, fill, find));
  if (isCompositeType(type)) return objectShape(type.name, fill ?? (() => true), find);
  const fits = leafTest(type);
  return (value, known, making) => {
    if (known !== undefined) return known;
    if (fits(value)) return value;
    wrong(making, 'A value does not fit its type.');
    return INVALID;
  };
};

const listShape =
  (item: Shape): Shape =>
  (value, known, making) => {
    if (!Array.isArray(value)) {
      wrong(making, 'A list is none.');
      return INVALID;
    }
    const before = Array.isArray(known) ? (known as unknown[]) : [];
    let invalid = false;
    const made = value.map((one: unknown, i) => {
      making.path.push(i);
      const shaped = item(one, before[i], making);
      making.path.pop();
      invalid ||= shaped === INVALID;
      return shaped;
    });
    return invalid ? INVALID : made;
  };

const objectShape =
  (declared: string, fill: Fill, find: FindType): Shape =>
  (value, known, making) => {
    if (!isData(value)) {
      wrong(making, 'An object is none.');
      return INVALID;
    }
    const name = value.__typename;
    if (typeof name === 'string' && name !== declared && !isCompositeType(find(name))) {
      wrong(making, 'An object is of a type that is not public.');
      return INVALID;
    }
    const output = isData(known) ? known : {};
    return fill(value, output, typeof name === 'string' && name !== '' ? name : declared, making)
      ? output
      : INVALID;
  };
