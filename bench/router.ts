import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { QUERIES } from './router/data.ts';
import { load, type Run } from './router/load.ts';

/** `npx tsx bench/router.ts [seconds a run] [rounds]`: the router against @apollo/server with @apollo/gateway, and against bare node:http, in alternating runs. */
const [, , seconds = '4', rounds = '5'] = process.argv;
const CONNECTIONS = 32;
const CONTENDERS = { plexus: 4611, stock: 4612, bare: 4613 } as const;
type Contender = keyof typeof CONTENDERS;
type Query = keyof typeof QUERIES;

const run = async (file: string, ...args: string[]): Promise<ChildProcess> => {
  const child = fork(new URL(file, import.meta.url), args, {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  await once(child, 'message');
  return child;
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const measure = (name: Contender, query: Query, ms: number): Promise<Run> =>
  load(`http://127.0.0.1:${CONTENDERS[name]}`, QUERIES[query], CONNECTIONS, ms);

const names = Object.keys(CONTENDERS) as Contender[];
const children = [await run('./router/subgraphs.ts')];
for (const name of names) children.push(await run('./router/contenders.ts', name, String(CONTENDERS[name])));

for (const query of Object.keys(QUERIES) as Query[]) {
  const runs: Record<Contender, Run[]> = { plexus: [], stock: [], bare: [] };
  for (const name of names) await measure(name, query, 1_500);
  for (let round = 0; round < Number(rounds); round++)
    for (const name of names) runs[name].push(await measure(name, query, Number(seconds) * 1000));
  for (const name of names) {
    const of = (pick: (one: Run) => number) => median(runs[name].map(pick));
    const failed = runs[name].reduce((sum, one) => sum + one.failed, 0);
    console.log(
      `${query.padEnd(6)} ${name.padEnd(7)} ${of((r) => r.perSecond)
        .toFixed(0)
        .padStart(6)}/s  p50 ${of((r) => r.p50).toFixed(1)} ms  p99 ${of((r) => r.p99).toFixed(1)} ms  failed ${failed}`,
    );
  }
  const ratios = runs.plexus.map((one, i) => one.perSecond / (runs.stock[i]?.perSecond ?? 1));
  console.log(`${query.padEnd(6)} plexus / stock: ${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(' ')})`);
}
for (const child of children) child.kill();
