import { accessSync, constants, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { claim, ORDER } from './claim.ts';
import { Problem } from './problem.ts';
import type { Program } from './program.ts';
import { openRunRegistry } from './runRegistry.ts';
import { type Supervised, supervise } from './supervise.ts';

/** All that one start runs from one data folder. */
export type ProcessManager = Readonly<{
  dir: string;
  /** Aborted as soon as the stop begins, for what is under way. */
  stopping: AbortSignal;
  /** Starts it and waits until it answers. */
  run(program: Program): Promise<Supervised>;
  /** Stops the program of this name and starts it again. Does nothing where there is none. */
  restart(name: string): Promise<void>;
  /** Ends programs in order: the router, the other processes, the datastores. */
  stop(): Promise<void>;
}>;
export type ProcessManagerOptions = Readonly<{
  dir: string;
  restart?: boolean;
  /** As in `Watch`. */
  stableMs?: number;
  onMessage?: (line: string) => void;
}>;

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'it is a file',
  ENOENT: 'the system does not let it be made',
};

/** One by one: asked to make all of them at once, Node never ends where the system refuses with ENOENT, as below /proc. */
const makeFolder = (path: string): void => {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o711 });
};

const usableFolder = (wanted: string): string => {
  try {
    makeFolder(resolve(wanted));
    if (!statSync(wanted).isDirectory()) throw Object.assign(new Error('a file'), { code: 'ENOTDIR' });
    accessSync(wanted, constants.W_OK);
    return realpathSync(wanted);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new Problem(
      `${wanted} cannot hold the data (${REASONS[code] ?? code}): correct that, or choose another folder with DATA_DIR.`,
    );
  }
};

/** Takes the data folder for this process; what an earlier start left running there is ended first. */
export const openProcessManager = async ({
  dir: wanted,
  restart = false,
  stableMs,
  onMessage = () => undefined,
}: ProcessManagerOptions): Promise<ProcessManager> => {
  const dir = usableFolder(wanted);
  await claim(dir, onMessage);
  const registry = openRunRegistry(dir, onMessage);
  const members: Supervised[] = [];
  const stopping = new AbortController();

  const run = async (program: Program): Promise<Supervised> => {
    if (stopping.signal.aborted)
      throw new Problem(`${program.title} was not started, because everything is being stopped.`);
    const { began, ended } = registry;
    const logPath = join(dir, 'logs', `${program.name}.log`);
    const member = supervise(program, { logPath, restart, stableMs, onMessage, began, ended });
    members.push(member);
    await member.start();
    return member;
  };
  const startAgain = async (name: string): Promise<void> => {
    const member = members.find(({ program }) => program.name === name);
    await member?.stop();
    await member?.start();
  };
  const stop = async (): Promise<void> => {
    stopping.abort();
    for (const isTurn of ORDER)
      await Promise.all(members.filter(({ program }) => isTurn(program)).map((member) => member.stop()));
    registry.close();
  };
  return { dir, stopping: stopping.signal, run, restart: startAgain, stop };
};
