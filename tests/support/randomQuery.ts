import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { literal } from './anyCall.ts';

/** Numbers from 0 to 1, derived from a seed. */
export const numbersFrom = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const HEAD = 'query Random($yes: Boolean!, $no: Boolean = false)';

/** A query that a schema allows, with aliases, fragments, conditions, repetitions and __typename, made from a seed. */
export const randomQuery = (schema: GraphQLSchema, seed: number): string => {
  const next = numbersFrom(seed);
  const chance = (share: number): boolean => next() < share;
  const fragments: string[] = [];

  const condition = (): string => {
    if (!chance(0.15)) return '';
    return ` @${chance(0.5) ? 'include' : 'skip'}(if: ${chance(0.4) ? '$yes' : chance(0.5) ? '$no' : String(chance(0.5))})`;
  };
  /** One alias for each set of arguments, so that a name never means two things in one place. */
  const field = (one: GraphQLField<unknown, unknown>, depth: number): string => {
    const type = getNamedType(one.type);
    const below = isCompositeType(type) ? ` ${set(type, depth - 1)}` : '';
    const args = one.args.filter((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined);
    const given =
      args.length > 0 ? `(${args.map((arg) => `${arg.name}: ${literal(arg.type)}`).join(', ')})` : '';
    return `${chance(0.15) ? `a_${one.name}: ` : ''}${one.name}${given}${condition()}${below}`;
  };
  const fragment = (type: GraphQLCompositeType, depth: number): string => {
    const on = chance(0.5) && !isObjectType(type) ? (schema.getPossibleTypes(type)[0] ?? type) : type;
    if (chance(0.5))
      return `... ${chance(0.7) ? `on ${on.name}` : ''}${condition()} ${set(chance(0.7) ? on : type, depth)}`.replace(
        /^\.\.\. (@|\{)/,
        `... on ${on.name} $1`,
      );
    const name = `f${fragments.length}`;
    fragments.push('');
    fragments[Number(name.slice(1))] = `fragment ${name} on ${on.name} ${set(on, depth)}`;
    return `...${name}${condition()}`;
  };
  const set = (type: GraphQLCompositeType, depth: number): string => {
    const fields = isUnionType(type)
      ? []
      : Object.values(type.getFields()).filter(
          (one) => depth > 0 || !isCompositeType(getNamedType(one.type)),
        );
    const chosen = fields
      .filter(() => chance(Math.min(0.9, 3 / fields.length)))
      .map((one) => field(one, depth));
    const again = chosen.length > 0 && chance(0.2) ? [chosen[0] ?? ''] : [];
    const spread = depth > 0 && chance(0.4) ? [fragment(type, depth)] : [];
    const typename =
      chance(0.3) || chosen.length === 0 ? [chance(0.3) ? 'kind: __typename' : '__typename'] : [];
    return `{ ${[...typename, ...chosen, ...spread, ...again].join(' ')} }`;
  };
  const root = schema.getQueryType();
  const body = root ? set(root, 4) : '{ __typename }';
  return [`${HEAD} ${body}`, ...fragments].join('\n');
};
/** `$no` is left to its default. */
export const VARIABLES = { yes: true };
