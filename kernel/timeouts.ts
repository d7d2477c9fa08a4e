import { type FieldDefinitionNode, Kind, parse } from 'graphql';

/** Milliseconds that root fields may take, by `Mutation.field`: those of the directive `@timeout(seconds:)` in a schema's text. */
export type Timeouts = ReadonlyMap<string, number>;

const DIRECTIVE = 'timeout';

/** Reads the timeouts of a subgraph's schema, or of a supergraph. Fields without the directive are not in it. */
export const readTimeouts = (sdl: string): Timeouts =>
  new Map(
    parse(sdl, { noLocation: true }).definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION
        ? (definition.fields ?? []).flatMap((field) => timeoutOf(definition.name.value, field))
        : [],
    ),
  );

const timeoutOf = (type: string, { name, directives = [] }: FieldDefinitionNode): [string, number][] =>
  directives
    .filter((directive) => directive.name.value === DIRECTIVE)
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ value }) =>
      value.kind === Kind.INT ? [[`${type}.${name.value}`, Number(value.value) * 1_000]] : [],
    );

/** The longest of them, at least `fallback`. */
export const longestOf = (timeouts: Timeouts, fallback: number): number =>
  Math.max(fallback, ...timeouts.values());
