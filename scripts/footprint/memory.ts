import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

type Row = Readonly<{ pid: number; parent: number; kilobytes: number }>;

/** Every process of this machine: its parent, and what it holds in memory. */
const table = (): readonly Row[] =>
  execFileSync('ps', ['-axo', 'pid=,ppid=,rss='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0, kilobytes = 0]) => ({ pid, parent, kilobytes }));

const family = (pid: number, rows: readonly Row[]): readonly Row[] => [
  ...rows.filter((row) => row.pid === pid),
  ...rows.filter((row) => row.parent === pid).flatMap((row) => family(row.pid, rows)),
];

/** What several processes share is counted for each by its part where the system tells it (PSS), else whole (RSS). */
const held = ({ pid, kilobytes }: Row): number => {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? kilobytes);
  } catch {
    return kilobytes;
  }
};

/** `pss` where the system tells it of this very process, as Linux does. */
export const measure = (): 'PSS' | 'RSS' => (existsSync('/proc/self/smaps_rollup') ? 'PSS' : 'RSS');

/** Resident memory of processes with all that they have started, in bytes. */
export const memoryOf = (pids: readonly number[]): readonly number[] => {
  const rows = table();
  return pids.map((pid) => family(pid, rows).reduce((sum, row) => sum + held(row) * 1024, 0));
};
