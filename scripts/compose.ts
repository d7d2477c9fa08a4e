import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { apiOf, clientChanges } from './compose/changes.ts';
import { DECLARED, declaredChanges } from './compose/declared.ts';
import { differences } from './compose/difference.ts';
import { lintSchema } from './compose/lint.ts';
import { brokenPromises } from './compose/promises.ts';
import { RELEASED, readReleased, releaseFaults, writeReleased } from './compose/released.ts';
import { composeSupergraph } from './compose/supergraph.ts';
import { help } from './help.ts';
import { schemaOf, subgraphs } from './subgraphs.ts';

const SUPERGRAPH = 'router/supergraph.graphql';
const CONTRACT = 'tests/contract/api.graphql';

help(`npm run compose [-- --check | --release]
Composes the subgraphs of supergraph.yaml into ${SUPERGRAPH} and prints what changes for clients since the last release
(${RELEASED}).

--check    writes nothing. Fails if a schema breaks a convention or does not compose, if ${SUPERGRAPH} is outdated (it
           prints the differences), or if the API lacks what ${RELEASED} or ${CONTRACT} promises and
           ${DECLARED} does not declare.
--release  also writes ${RELEASED}: from then on clients may rely on the API as it is. Part of each release.

${DECLARED} lists breaking changes that are meant, each with the text that the check prints and a reason:
- change: "FIELD_REMOVED: Product.weight was removed."
  reason: replaced by Product.shippingWeight in June 2027`);

const end = (faults: readonly string[]): never => {
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  process.exit(faults.length > 0 ? 1 : 0);
};

/** What clients were promised and would miss. */
const againstPromises = (api: GraphQLSchema): string[] => {
  const declared = declaredChanges();
  if (typeof declared === 'string') return [declared];
  const contract = { file: CONTRACT, schema: buildSchema(readFileSync(CONTRACT, 'utf8')) };
  return brokenPromises([contract, ...[readReleased()].filter((each) => each !== null)], api, declared);
};

const shared = readFileSync('kernel/shared.graphql', 'utf8');
const lint = subgraphs().flatMap((name) =>
  lintSchema(schemaOf(name), shared).map((fault) => `${name}: ${fault}`),
);
const { sdl, faults } = composeSupergraph();
if (faults.length > 0) end([...lint, ...faults]);

const api = apiOf(sdl);
const before = existsSync(SUPERGRAPH) ? readFileSync(SUPERGRAPH, 'utf8') : '';
if (process.argv.includes('--check')) {
  const stale = `${SUPERGRAPH} is not what the schemas compose to: run npm run compose and commit it.`;
  const outdated = before === sdl ? [] : [...differences(before, sdl), stale];
  end([...lint, ...outdated, ...releaseFaults(), ...againstPromises(api)]);
}

writeFileSync(SUPERGRAPH, sdl);
process.stdout.write(before === sdl ? `${SUPERGRAPH} is up to date\n` : `${SUPERGRAPH} written\n`);
const released = readReleased();
if (released) {
  const { breaking, dangerous } = clientChanges(released.schema, api, []);
  for (const change of [...breaking, ...dangerous]) process.stdout.write(`since ${RELEASED}: ${change}\n`);
}
const broken = [...lint, ...againstPromises(api)];
if (process.argv.includes('--release') && broken.length === 0) {
  writeReleased(api);
  process.stdout.write(`${RELEASED} written: clients may rely on this API\n`);
}
end(broken);
