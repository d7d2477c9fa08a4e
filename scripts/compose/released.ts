import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import type { Promised } from './promises.ts';

/** The public API of the last release. Clients may rely on all of it. */
export const RELEASED = 'router/released.graphql';

const HEADER = /^# Version (\S+)\n/;
const version = (): string =>
  (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;

const head = (): string => `# Version ${version()}
# The public API of the last release, written by npm run compose -- --release. npm run check holds each change against it.
`;

/** The released schema, or null before the first release. */
export const readReleased = (): Promised | null =>
  existsSync(RELEASED) ? { file: RELEASED, schema: buildSchema(readFileSync(RELEASED, 'utf8')) } : null;

/** What is wrong with the file of the last release: it is missing, or the project has another version by now. */
export const releaseFaults = (): string[] => {
  const last = existsSync(RELEASED) ? HEADER.exec(readFileSync(RELEASED, 'utf8'))?.[1] : undefined;
  if (last === version()) return [];
  return [
    `${RELEASED} has the API of version ${last ?? 'none'}, package.json says ${version()}: run npm run compose -- --release and commit it.`,
  ];
};

/** Makes the API the released one. From now on clients may rely on it. */
export const writeReleased = (api: GraphQLSchema): void =>
  writeFileSync(RELEASED, `${head()}${printSchema(lexicographicSortSchema(api))}\n`);
