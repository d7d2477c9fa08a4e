import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { signal } from './identity.ts';
import { lastWords, openLog, sizeOf } from './log-file.ts';
import { Problem, sentence } from './problem.ts';
import type { Program } from './program.ts';
import { patience, until } from './wait.ts';

type Tell = (line: string) => void;
export type Exit = Readonly<{ code: number | null; signal: NodeJS.Signals | null }>;
export type Child = Readonly<{
  pid: number;
  exited: Promise<Exit>;
  isOver(): boolean;
  lastWords(): string;
}>;

/** In a session of its own, so that Ctrl-C reaches the start alone, which then ends everything in order. */
const launch = ({ command, args, env, cwd, user }: Program, log: number | 'ignore'): ChildProcess =>
  spawn(command, args, { cwd, env: { ...env }, detached: true, stdio: ['ignore', log, log], ...user });

/** A log that cannot be opened, as on a full disk, does not keep a program from running. */
const logOf = ({ title }: Program, logPath: string, onMessage: Tell): number | 'ignore' => {
  try {
    return openLog(logPath);
  } catch (error) {
    onMessage(`${title} runs without its log. ${sentence(error)}`);
    return 'ignore';
  }
};

/** Starts it with its output in the log; throws where it cannot be started at all. */
export const startChild = async (program: Program, logPath: string, onMessage: Tell): Promise<Child> => {
  const log = logOf(program, logPath, onMessage);
  const since = log === 'ignore' ? 0 : sizeOf(logPath);
  const child = launch(program, log);
  if (log !== 'ignore') closeSync(log);
  let over = false;
  const exited = new Promise<Exit>((resolve) =>
    child.once('exit', (code, name) => resolve({ code, signal: name })),
  );
  void exited.then(() => {
    over = true;
  });
  if (child.pid === undefined) {
    const [error] = await new Promise<[NodeJS.ErrnoException]>((resolve) =>
      child.once('error', (cause) => resolve([cause])),
    );
    throw new Problem(
      `${program.title} cannot be run (${error.code} for ${program.command}): install it again, or take it off the PATH.`,
    );
  }
  return {
    pid: child.pid,
    exited,
    isOver: () => over,
    lastWords: () => (log === 'ignore' ? '' : lastWords(logPath, since)),
  };
};

/** Waits until it answers; throws one sentence where it ends first, or takes too long. */
export const untilReady = async (program: Program, child: Child, logPath: string): Promise<void> => {
  const answers = () => program.ready().catch(() => false);
  const isReady = await until(async () => child.isOver() || (await answers()), program.readyWithin);
  if (isReady && !child.isOver()) return;
  const words = child.lastWords();
  const what = child.isOver()
    ? 'stopped as soon as it was started'
    : `did not answer within ${program.readyWithin / 1000} s`;
  throw new Problem(`${program.title} ${what}${words ? ` (${words})` : ''}: see ${logPath}.`);
};

/** Ends it kindly; after its time, for certain, and with it what it started in its own session. */
export const endChild = async (
  { stopSignal, stopWithin }: Program,
  { pid, exited, isOver }: Child,
): Promise<void> => {
  if (isOver()) return;
  signal(pid, stopSignal);
  await Promise.race([exited, patience(stopWithin)]);
  if (isOver()) return;
  signal(-pid, 'SIGKILL');
  await exited;
};
