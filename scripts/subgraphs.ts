import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Names of the subgraphs, in the order of `supergraph.yaml`. */
export const subgraphs = (): string[] => Object.keys(supergraphConfig().subgraphs);

type SupergraphConfig = { subgraphs: Record<string, { routing_url: string; schema: { file: string } }> };

/** `supergraph.yaml`, rover's list of what is composed. */
export const supergraphConfig = (): SupergraphConfig =>
  parse(readFileSync('supergraph.yaml', 'utf8')) as SupergraphConfig;

export const schemaOf = (name: string): string =>
  readFileSync(supergraphConfig().subgraphs[name]?.schema.file ?? '', 'utf8');

/** Names of the services that a subgraph calls: those of its `peers.<name>.graphql`. */
export const peersOf = (name: string): string[] =>
  readdirSync(join('subgraphs', name))
    .map((file) => /^peers\.(\w+)\.graphql$/.exec(file)?.[1])
    .filter((peer) => peer !== undefined);
