import { readFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import { Kind, type OperationDefinitionNode, parse, print } from 'graphql';
import { schemaOf } from '../subgraphs.ts';
import { SCALARS, withoutLink } from './resolvers.ts';

/** The operations of `peers.<peer>.graphql` with the types of their answers and variables. */
export const peerOperations = async (name: string, peer: string): Promise<string> => {
  const document = parse(readFileSync(`subgraphs/${name}/peers.${peer}.graphql`, 'utf8'));
  const types = await codegen({
    filename: 'peers.ts',
    schema: parse(withoutLink(schemaOf(peer))),
    documents: [{ location: peer, document }],
    plugins: [{ operations: {} }],
    pluginMap: { operations },
    config: {
      federation: true,
      useTypeImports: true,
      enumsAsTypes: true,
      immutableTypes: true,
      skipTypename: true,
      onlyOperationTypes: true,
      scalars: { ...SCALARS, DateTime: { input: 'Date', output: 'string' } },
    },
  });
  const named = document.definitions.filter(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  return `import type { Operation } from '../../kernel/peer.ts';\n${types}\n${named.map(constant).join('\n')}\n`;
};

const constant = (node: OperationDefinitionNode): string => {
  const name = node.name?.value ?? '';
  const kind = node.operation === 'query' ? 'Query' : 'Mutation';
  return `export const ${name} = ${JSON.stringify(print(node))} as Operation<${name}${kind}, ${name}${kind}Variables>;`;
};
