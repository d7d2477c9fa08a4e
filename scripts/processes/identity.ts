import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { until } from './wait.ts';

/** A process for certain: a number alone may by now be another's, so its start and its command line belong to it. */
export type Identity = Readonly<{ pid: number; since: string; command: string }>;

const read = (path: string): string => readFileSync(path, 'utf8');

/** /proc/<pid>/stat: the state is the first field after the name in brackets, the start time the twentieth. */
const fromProc = (pid: number): Identity | null => {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  return { pid, since: `${read('/proc/sys/kernel/random/boot_id').trim()}/${fields[19]}`, command };
};

/** `ps` prints the start as five words ("Mon Jan  5 10:00:00 2026"), then the command line. */
const fromPs = (pid: number): Identity | null => {
  const line = execFileSync('ps', ['-o', 'lstart=,command=', '-p', String(pid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const words = line.trim().split(/\s+/);
  return words.length > 5
    ? { pid, since: words.slice(0, 5).join(' '), command: words.slice(5).join(' ') }
    : null;
};

/** Who has this number now; null where nobody has. */
export const identify = (pid: number): Identity | null => {
  try {
    return existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
  } catch {
    return null;
  }
};

export const isAlive = (known: Identity): boolean => {
  const now = identify(known.pid);
  return now !== null && now.since === known.since && now.command === known.command;
};

/** A signal to a process that may be gone already. */
export const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    return;
  }
};

/** Ends a process that is still the one that was recorded: first kindly, then for certain. */
export const end = async (known: Identity, kindly: NodeJS.Signals, within: number): Promise<void> => {
  if (!isAlive(known)) return;
  signal(known.pid, kindly);
  if (await until(() => !isAlive(known), within)) return;
  signal(known.pid, 'SIGKILL');
  await until(() => !isAlive(known), 5_000);
};
