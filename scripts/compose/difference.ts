import { type DefinitionNode, Kind, parse, print } from 'graphql';

/** Each definition without what is inside it, and each thing inside under the definition's name: `Product`, `Product.title`. */
type Parts = ReadonlyMap<string, string>;

const EMPTY = { fields: undefined, values: undefined };
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const partsOf = (sdl: string): Parts =>
  new Map(parse(sdl, { noLocation: true }).definitions.flatMap(partsOfOne));

const partsOfOne = (definition: DefinitionNode): [string, string][] => {
  const name = nameOf(definition);
  const head: [string, string] = [name, oneLine(print(Object.assign({}, definition, EMPTY)))];
  const inside = 'fields' in definition ? definition.fields : 'values' in definition ? definition.values : [];
  return [
    head,
    ...(inside ?? []).map((part): [string, string] => [`${name}.${part.name.value}`, oneLine(print(part))]),
  ];
};

const nameOf = (definition: DefinitionNode): string => {
  const name = 'name' in definition && definition.name ? definition.name.value : 'schema';
  return definition.kind === Kind.DIRECTIVE_DEFINITION ? `@${name}` : name;
};

/** What is in the one and not in the other; of a whole type its head says enough. */
const missingIn = (other: Parts, parts: Parts): [string, string][] =>
  [...parts].filter(
    ([name]) => !other.has(name) && (!name.includes('.') || other.has(name.split('.')[0] ?? '')),
  );

/** How two graphs differ, in lines for people: what is new, what is gone, and what is otherwise, each with its place. */
export const differences = (before: string, after: string): string[] => {
  const [was, is] = [partsOf(before), partsOf(after)];
  const changed = [...is].filter(([name, text]) => was.has(name) && was.get(name) !== text);
  return [
    ...missingIn(was, is).map(([name, text]) => `new  ${name}: ${text}`),
    ...missingIn(is, was).map(([name, text]) => `gone ${name}: ${text}`),
    ...changed.flatMap(([name, text]) => [`was  ${name}: ${was.get(name)}`, `now  ${name}: ${text}`]),
  ];
};
