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
type Measured = Run & Readonly<{ cpuMs: number }>;

/** A run with what it cost its process, which does not depend on what else the machine does. */
const measure = async (name: Contender, query: Query, ms: number): Promise<Measured> => {
  const before = await cpuOf(name);
  const run = await load(`http://127.0.0.1:${CONTENDERS[name]}`, QUERIES[query], CONNECTIONS, ms);
  return { ...run, cpuMs: ((await cpuOf(name)) - before) / run.requests };
};
const cpuOf = async (name: Contender): Promise<number> => {
  const child = processes.get(name);
  child?.send('cpu');
  const [usage] = (child ? await once(child, 'message') : [{ user: 0, system: 0 }]) as [NodeJS.CpuUsage];
  return (usage.user + usage.system) / 1000;
};
const processes = new Map<Contender, ChildProcess>();

const names = Object.keys(CONTENDERS) as Contender[];
const children = [await run('./router/subgraphs.ts')];
for (const name of names) {
  const child = await run('./router/contenders.ts', name, String(CONTENDERS[name]));
  processes.set(name, child);
  children.push(child);
}

for (const query of Object.keys(QUERIES) as Query[]) {
  const runs: Record<Contender, Measured[]> = { plexus: [], stock: [], bare: [] };
  for (const name of names) await measure(name, query, 1_500);
  for (let round = 0; round < Number(rounds); round++)
    for (const name of names) runs[name].push(await measure(name, query, Number(seconds) * 1000));
  for (const name of names) {
    const of = (pick: (one: Measured) => number) => median(runs[name].map(pick));
    const failed = runs[name].reduce((sum, one) => sum + one.failed, 0);
    console.log(
      `${query.padEnd(6)} ${name.padEnd(7)} ${of((r) => r.perSecond)
        .toFixed(0)
        .padStart(
          6,
        )}/s  p50 ${of((r) => r.p50).toFixed(1)} ms  p99 ${of((r) => r.p99).toFixed(1)} ms  CPU ${of((r) => r.cpuMs).toFixed(2)} ms  failed ${failed}`,
    );
  }
  const say = (what: string, ratios: readonly number[]): void =>
    console.log(`${query.padEnd(6)} ${what}: ${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(' ')})`);
  say(
    'requests a second, plexus / stock',
    runs.plexus.map((one, i) => one.perSecond / (runs.stock[i]?.perSecond ?? 1)),
  );
  say(
    'CPU a request, stock / plexus',
    runs.plexus.map((one, i) => (runs.stock[i]?.cpuMs ?? 0) / one.cpuMs),
  );
}
for (const child of children) child.kill();
