import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { parse } from 'yaml';
import { apiOf, clientChanges } from './compose/changes.ts';
import { differences } from './compose/difference.ts';
import { lintSchema } from './compose/lint.ts';
import { composeSupergraph } from './compose/supergraph.ts';
import { help } from './help.ts';
import { schemaOf, subgraphs } from './subgraphs.ts';

const SUPERGRAPH = 'router/supergraph.graphql';
const CONTRACT = 'tests/contract/api.graphql';
const DECLARED = 'router/declared-changes.yaml';

help(`npm run compose [-- --check]
Composes the subgraphs of supergraph.yaml into ${SUPERGRAPH} and says what changes for clients.
With --check it writes nothing and fails where a schema breaks a convention, does not compose, is newer than the composed
supergraph (it says in what), or takes from clients what ${CONTRACT} promises and ${DECLARED} does not declare.`);

const end = (faults: readonly string[]): never => {
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exit(faults.length > 0 ? 1 : 0);
};

type Declared = { change: string; reason: string }[];
const declared = (): Declared => (existsSync(DECLARED) ? ((parse(readFileSync(DECLARED, 'utf8')) as Declared | null) ?? []) : []);

/** What clients were promised and would miss, and declarations of what is not missing any more. */
const againstContract = (api: GraphQLSchema): string[] => {
  const known = declared();
  const changes = clientChanges(
    buildSchema(readFileSync(CONTRACT, 'utf8')),
    api,
    known.map(({ change }) => change),
  );
  const stale = known.filter(({ change }) => !changes.declared.includes(change));
  return [
    ...changes.breaking.map((change) => `Clients would miss this, promised by ${CONTRACT}: ${change}`),
    ...stale.map(({ change }) => `${DECLARED} declares what is not so any more, take it out: ${change}`),
  ];
};

const shared = readFileSync('kernel/shared.graphql', 'utf8');
const lint = subgraphs().flatMap((name) => lintSchema(schemaOf(name), shared).map((fault) => `${name}: ${fault}`));
const { sdl, faults } = composeSupergraph();
if (faults.length > 0) end([...lint, ...faults]);

const before = existsSync(SUPERGRAPH) ? readFileSync(SUPERGRAPH, 'utf8') : '';
if (process.argv.includes('--check')) {
  const stale = `${SUPERGRAPH} is not what the schemas compose to: run npm run compose and commit it.`;
  const outdated = before === sdl ? [] : [...differences(before, sdl), stale];
  end([...lint, ...outdated, ...againstContract(apiOf(sdl))]);
}

writeFileSync(SUPERGRAPH, sdl);
if (before !== '') {
  const { breaking, dangerous } = clientChanges(apiOf(before), apiOf(sdl), []);
  for (const change of [...breaking, ...dangerous]) process.stdout.write(`${change}\n`);
}
process.stdout.write(before === sdl ? `${SUPERGRAPH} is up to date\n` : `${SUPERGRAPH} written\n`);
end([...lint, ...againstContract(apiOf(sdl))]);
