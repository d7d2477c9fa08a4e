import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { fingerprint } from './generate/fingerprint.ts';
import { peerOperations } from './generate/peers.ts';
import { prismaClient } from './generate/prisma.ts';
import { resolverTypes } from './generate/resolvers.ts';
import { help } from './help.ts';
import { peersOf, schemaOf, subgraphs } from './subgraphs.ts';

help(`npm run generate [-- --force]
Makes generated/: the types of each subgraph's resolvers from its schema.graphql, the operations of its peers.*.graphql,
and the Prisma clients. Does nothing for a subgraph whose sources are as they were, unless --force is given.`);

const BANNER = '// Made by `npm run generate`; change the schema instead.\n';

const sourcesOf = (name: string): string[] => [
  ...subgraphs().map((each) => `subgraphs/${each}/schema.graphql`),
  `subgraphs/${name}/mappers.ts`,
  ...peersOf(name).map((peer) => `subgraphs/${name}/peers.${peer}.graphql`),
  `prisma/${name}/schema.prisma`,
  ...readdirSync('scripts/generate').map((file) => `scripts/generate/${file}`),
  'package-lock.json',
];

const write = (name: string, file: string, text: string): void => {
  writeFileSync(`generated/${name}/${file}`, `${BANNER}${text}`);
};

const generate = async (name: string): Promise<void> => {
  mkdirSync(`generated/${name}`, { recursive: true });
  const sources = fingerprint(`generated/${name}/.stamp`, sourcesOf(name));
  if (sources.unchanged && !process.argv.includes('--force')) return;
  write(name, 'schema.ts', `export const typeDefs = ${JSON.stringify(schemaOf(name))};\n`);
  write(name, 'types.ts', await resolverTypes(name));
  for (const peer of peersOf(name)) write(name, `peers.${peer}.ts`, await peerOperations(name, peer));
  if (existsSync(`prisma/${name}/schema.prisma`)) await prismaClient(name);
  sources.remember();
};

await Promise.all(subgraphs().map(generate));
