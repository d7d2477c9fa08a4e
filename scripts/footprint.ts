import { resolve } from 'node:path';
import { measure, memoryOf } from './footprint/memory.ts';
import { help } from './help.ts';
import { isAlive } from './processes/identity.ts';
import { command, Problem } from './processes/problem.ts';
import { readRun } from './processes/run-file.ts';

help(`npm run footprint
Prints how much memory each process of the running shop holds, with what it has started, and the sum. The shop is the one of
DATA_DIR (.data).`);

const MEGA = 1024 * 1024;

const row = (name: string, bytes: number): string =>
  `${name.padEnd(12)} ${(bytes / MEGA).toFixed(1).padStart(8)} MB`;

/** Largest first, the sum last. */
const report = (names: readonly string[], sizes: readonly number[]): string => {
  const rows = names.map((name, at) => ({ name, bytes: sizes[at] ?? 0 })).sort((a, b) => b.bytes - a.bytes);
  const sum = sizes.reduce((total, bytes) => total + bytes, 0);
  return [
    ...rows.map(({ name, bytes }) => row(name, bytes)),
    row('sum', sum),
    `(${measure()}, of ${names.length} processes and their children)`,
  ].join('\n');
};

const footprint = async (): Promise<number> => {
  const dir = resolve(process.env.DATA_DIR || '.data');
  const run = readRun(dir);
  if (!run || !isAlive(run.owner))
    throw new Problem(
      `No shop is running from ${dir}: run npm start first, or name its folder with DATA_DIR.`,
    );
  const entries = run.entries.filter(isAlive);
  /** The start is the parent of all the others, so it is counted by itself. */
  const sizes = memoryOf(entries.map(({ pid }) => pid));
  const [whole = 0] = memoryOf([run.owner.pid]);
  const own = whole - sizes.reduce((sum, bytes) => sum + bytes, 0);
  process.stdout.write(`${report(['start', ...entries.map(({ name }) => name)], [own, ...sizes])}\n`);
  return 0;
};

await command(footprint);
