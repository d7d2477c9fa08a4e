import { QUERIES } from './router/data.ts';
import { type Contender, compile, type Measured, measure, median, program } from './router/measure.ts';

/** `npx tsx bench/router.ts [seconds a run] [rounds]`: the router without caches, with the entity cache and with a hit of the response cache, against @apollo/server with @apollo/gateway and against bare node:http with the same bytes, in alternating runs on one core. */
const [, , seconds = '4', rounds = '5'] = process.argv;
const CONNECTIONS = 32;
const PORTS = { plexus: 4611, stock: 4612, bare: 4613, entities: 4614, hit: 4615 } as const;
type Name = keyof typeof PORTS;
type Query = keyof typeof QUERIES;
const names = Object.keys(PORTS) as Name[];

compile();
const subgraphs = await program('subgraphs', 1);
const started = names.map(async (name): Promise<[Name, Contender]> => {
  const child = await program('contenders', 0, name, String(PORTS[name]));
  return [name, { child, url: `http://127.0.0.1:${PORTS[name]}` }];
});
const contenders = Object.fromEntries(await Promise.all(started)) as Record<Name, Contender>;

const answerOf = async (name: Name, query: string): Promise<string> => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${contenders[name].url}/graphql`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ query }),
  });
  return answer.text();
};

/** All answer the same, or there is nothing to compare. */
const agree = async (query: string): Promise<void> => {
  const text = await answerOf('plexus', query);
  contenders.bare.child.send({ text });
  for (const name of names)
    if ((await answerOf(name, query)).trim() !== text) throw new Error(`${name} answers otherwise`);
};

const race = async (query: Query): Promise<Record<Name, Measured[]>> => {
  await agree(QUERIES[query]);
  const runs: Record<Name, Measured[]> = { plexus: [], stock: [], bare: [], entities: [], hit: [] };
  for (const name of names) await measure(contenders[name], QUERIES[query], CONNECTIONS, 1_500);
  for (let round = 0; round < Number(rounds); round++)
    for (const name of names)
      runs[name].push(await measure(contenders[name], QUERIES[query], CONNECTIONS, Number(seconds) * 1000));
  return runs;
};

const row = (query: Query, name: Name, runs: readonly Measured[]): string => {
  const of = (pick: (one: Measured) => number) => median(runs.map(pick));
  const failed = runs.reduce((sum, one) => sum + one.failed, 0);
  const rate = of((run) => run.perSecond)
    .toFixed(0)
    .padStart(6);
  const times = `p50 ${of((run) => run.p50).toFixed(1)} ms  p99 ${of((run) => run.p99).toFixed(1)} ms`;
  return `${query.padEnd(6)} ${name.padEnd(8)} ${rate}/s  ${times}  CPU ${of((run) => run.cpuMs).toFixed(2)} ms  failed ${failed}`;
};

const compare = (query: Query, runs: Record<Name, Measured[]>, one: Name, other: Name): void => {
  const say = (what: string, ratios: readonly number[]): void =>
    console.log(
      `${query.padEnd(6)} ${what}: ${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(' ')})`,
    );
  say(
    `requests a second, ${one} / ${other}`,
    runs[one].map((run, i) => run.perSecond / (runs[other][i]?.perSecond ?? 1)),
  );
  say(
    `CPU a request, ${other} / ${one}`,
    runs[one].map((run, i) => (runs[other][i]?.cpuMs ?? 0) / run.cpuMs),
  );
};

for (const query of Object.keys(QUERIES) as Query[]) {
  const runs = await race(query);
  for (const name of names) console.log(row(query, name, runs[name]));
  compare(query, runs, 'plexus', 'stock');
  compare(query, runs, 'entities', 'stock');
  compare(query, runs, 'hit', 'bare');
}
for (const { child } of [...Object.values(contenders), { child: subgraphs }]) child.kill();
