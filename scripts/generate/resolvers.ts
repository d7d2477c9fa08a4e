import { existsSync, readFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as resolvers from '@graphql-codegen/typescript-resolvers';
import { parse } from 'graphql';
import { schemaOf } from '../subgraphs.ts';

export const SCALARS = {
  ID: { input: 'string', output: 'string' },
  DateTime: { input: 'Date', output: 'Date | string' },
  URL: 'string',
  SafeInt: 'number',
  CurrencyCode: 'string',
  CountryCode: 'string',
  Upload: { input: '../../kernel/uploads.ts#UploadInput', output: 'never' },
};

const MONEY_MAPPER = '../../kernel/money.resolvers.ts#MoneyMapper';

/** What stands behind the types that all subgraphs share, as far as this one has them. */
const sharedMappers = (name: string): Record<string, string> =>
  /^type Money\b/m.test(schemaOf(name)) ? { Money: MONEY_MAPPER } : {};

/** Which of our types stands behind a type of the schema: `export type CartMapper = …` in the subgraph's mappers.ts is `Cart`'s. */
const mappersOf = (name: string): Record<string, string> => {
  const file = `subgraphs/${name}/mappers.ts`;
  if (!existsSync(file)) return sharedMappers(name);
  const names = [...readFileSync(file, 'utf8').matchAll(/export type (\w+)Mapper\b/g)].map(
    ([, type]) => type as string,
  );
  return {
    ...sharedMappers(name),
    ...Object.fromEntries(names.map((type) => [type, `../../${file}#${type}Mapper`])),
  };
};

/** The types of a subgraph's resolvers, from its schema.graphql; a forgotten resolver of a root field does not compile. */
export const resolverTypes = async (name: string): Promise<string> =>
  codegen({
    filename: 'types.ts',
    schema: parse(withoutLink(schemaOf(name))),
    documents: [],
    plugins: [{ typescript: {} }, { resolvers: {} }],
    pluginMap: { typescript, resolvers },
    config: {
      federation: true,
      useTypeImports: true,
      enumsAsTypes: true,
      immutableTypes: true,
      scalars: SCALARS,
      contextType: `../../subgraphs/${name}/loaders.ts#Context`,
      mappers: mappersOf(name),
      avoidOptionals: {
        resolvers: false,
        query: true,
        mutation: true,
        field: false,
        inputValue: false,
        object: false,
        defaultValue: true,
      },
      resolversNonOptionalTypename: false,
      skipTypename: true,
      inputMaybeValue: 'T | null | undefined',
      customDirectives: { semanticNonNull: false },
    },
  });

/** Codegen knows federation's directives by itself; the link that imports them is not its own. */
export const withoutLink = (schema: string): string =>
  schema.replace(/extend schema\s+@link\([^)]*\)(\s*@\w+\([^)]*\))*/g, '');
