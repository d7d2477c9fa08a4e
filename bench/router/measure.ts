import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { load, type Run } from './load.ts';

/** A run with what it cost its process, which does not depend on what else the machine does. */
export type Measured = Run & Readonly<{ cpuMs: number }>;
export type Contender = Readonly<{ url: string; child: ChildProcess }>;

/** Compiles the programs of the benchmark: run by tsx, each closure of ours would cost more than it does in production. */
export const compile = (): void => void execFileSync('npx', ['tsc', '-p', 'bench'], { stdio: 'inherit' });

/** A program of the benchmark in a process of its own, held to one core. */
export const program = async (name: string, core: number, ...args: string[]): Promise<ChildProcess> => {
  const child = fork(`dist/bench/router/${name}.js`, args, {
    execPath: 'taskset',
    execArgv: ['-c', String(core), process.execPath],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  await once(child, 'message');
  return child;
};

export const measure = async (
  { url, child }: Contender,
  query: string,
  connections: number,
  ms: number,
): Promise<Measured> => {
  const before = await cpuOf(child);
  const run = await load(url, query, connections, ms);
  return { ...run, cpuMs: ((await cpuOf(child)) - before) / run.requests };
};

const cpuOf = async (child: ChildProcess): Promise<number> => {
  child.send('cpu');
  const [usage] = (await once(child, 'message')) as [NodeJS.CpuUsage];
  return (usage.user + usage.system) / 1000;
};

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
