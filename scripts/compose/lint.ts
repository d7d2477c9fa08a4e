import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  type TypeDefinitionNode,
  visit,
} from 'graphql';

/** A fault of one subgraph's schema, in words that say what to do. */
type Rule = (definitions: readonly DefinitionNode[], shared: ReadonlyMap<string, string>) => string[];

const ROOTS: ReadonlySet<string> = new Set(['Query', 'Mutation']);
const NOUN_FIRST =
  /^(sign|session|password|email|profile|avatar|address|mfa|account|user|product|category|stock|review|cart|checkout|order|promotion|shippingMethod|discrepancy|payment|refund|purchase|personalData|job)/;

type Fielded = ObjectTypeDefinitionNode & { fields: readonly FieldDefinitionNode[] };
const isObject = (node: DefinitionNode): node is Fielded =>
  (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) &&
  node.fields !== undefined;
const directives = (
  node: { directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
): readonly ConstDirectiveNode[] =>
  node.directives?.filter((directive) => directive.name.value === name) ?? [];
const argumentOf = (directive: ConstDirectiveNode, name: string): string => {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
};
const fieldsOf = (definitions: readonly DefinitionNode[]) =>
  definitions
    .filter(isObject)
    .flatMap((type) =>
      type.fields.map((field) => ({ type, field, at: `${type.name.value}.${field.name.value}` })),
    );
const rootsOf = (definitions: readonly DefinitionNode[]) =>
  fieldsOf(definitions).filter(({ type }) => ROOTS.has(type.name.value));

const accessOnRoots: Rule = (definitions) =>
  rootsOf(definitions)
    .filter(({ field }) => directives(field, 'access').length === 0)
    .map(({ at }) => `${at} has no @access: say who may call it.`);

const serviceFieldsHidden: Rule = (definitions) =>
  rootsOf(definitions)
    .filter(({ field }) =>
      directives(field, 'access').some((directive) => print(directive).includes('SERVICE')),
    )
    .filter(({ field }) => directives(field, 'inaccessible').length === 0)
    .map(({ at }) => `${at} is for services: hide it with @inaccessible.`);

const oneKey: Rule = (definitions) =>
  definitions.filter(isObject).flatMap((type) => {
    const keys = directives(type, 'key').map((key) => argumentOf(key, 'fields').trim());
    return keys.length > 1 || keys.some((key) => key !== 'id')
      ? [`${type.name.value} has the key ${keys.join(', ')}: an entity has one, "id".`]
      : [];
  });

const noInterfaceObject: Rule = (definitions) =>
  definitions
    .filter(isObject)
    .filter((type) => directives(type, 'interfaceObject').length > 0)
    .map(
      (type) => `${type.name.value} is an @interfaceObject: the gateway resolves those wrongly; use a type.`,
    );

const plainRequires: Rule = (definitions) =>
  fieldsOf(definitions).flatMap(({ type, field, at }) =>
    directives(field, 'requires').flatMap((requires) => {
      const wanted = argumentOf(requires, 'fields');
      const money = type.fields.filter(
        (each) => /\bMoney\b/.test(print(each.type)) && new RegExp(`\\b${each.name.value}\\b`).test(wanted),
      );
      return [
        ...(wanted.includes('(')
          ? [`${at} requires a field with arguments: the gateway mixes those up; ask the service instead.`]
          : []),
        ...(money.length > 0 ? [`${at} requires money: ask the service that owns it instead.`] : []),
      ];
    }),
  );

const described: Rule = (definitions) => {
  const faults: string[] = [];
  const check = (what: string) => (node: { description?: unknown; name: { value: string } }) => {
    if (!node.description) faults.push(`${what} ${node.name.value} has no description.`);
  };
  for (const definition of definitions as TypeDefinitionNode[]) {
    visit(definition, {
      FieldDefinition: check(`In ${definition.name?.value}, field`),
      InputValueDefinition: check(`In ${definition.name?.value}, argument or input field`),
      EnumValueDefinition: check(`In ${definition.name?.value}, value`),
      enter: (node) => {
        if (
          node === definition &&
          'description' in node &&
          node.kind.endsWith('TypeDefinition') &&
          !ROOTS.has(definition.name.value)
        )
          check('Type')(definition);
      },
    });
  }
  return faults;
};

const sharedAlike: Rule = (definitions, shared) =>
  definitions.flatMap((definition) => {
    const name = nameOf(definition);
    const model = shared.get(name);
    return model !== undefined && model !== print(definition)
      ? [`${name} differs from kernel/shared.graphql: copy it from there.`]
      : [];
  });

const mutationShape: Rule = (definitions) =>
  rootsOf(definitions)
    .filter(({ type, field }) => type.name.value === 'Mutation' && !NOUN_FIRST.test(field.name.value))
    .map(({ at }) => `${at}: a mutation is named noun first, like cartLinesAdd.`);

const deadlines: Rule = (definitions) =>
  fieldsOf(definitions)
    .filter(({ field }) =>
      directives(field, 'deprecated').some(
        (directive) => !/\b20\d\d-\d\d-\d\d\b/.test(argumentOf(directive, 'reason')),
      ),
    )
    .map(({ at }) => `${at} is deprecated without a date: say until when it stays, like 2027-06-30.`);

const nameOf = (definition: DefinitionNode): string =>
  'name' in definition && definition.name
    ? `${definition.kind === Kind.DIRECTIVE_DEFINITION ? '@' : ''}${definition.name.value}`
    : '';

const RULES: readonly Rule[] = [
  accessOnRoots,
  serviceFieldsHidden,
  oneKey,
  noInterfaceObject,
  plainRequires,
  described,
  sharedAlike,
  mutationShape,
  deadlines,
];

/** What a subgraph's schema does that the graph's conventions refuse. `shared` is kernel/shared.graphql. */
export const lintSchema = (schema: string, shared: string): string[] => {
  const models = new Map(
    parse(shared).definitions.map((definition) => [nameOf(definition), print(definition)]),
  );
  const { definitions } = parse(schema);
  return RULES.flatMap((rule) => rule(definitions, models));
};
