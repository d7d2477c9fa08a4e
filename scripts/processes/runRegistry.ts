import { identify, signal } from './identity.ts';
import { sentence } from './problem.ts';
import type { Program } from './program.ts';
import { type Entry, type Kind, writeRun } from './run-file.ts';

/** Ends a program at once and kindly: the datastores call SIGINT a fast shutdown, where SIGTERM may wait for clients. */
export const kindSignal = (kind: Kind): NodeJS.Signals => (kind === 'datastore' ? 'SIGINT' : 'SIGTERM');

export const myself = () => identify(process.pid) ?? { pid: process.pid, since: '', command: '' };

const RETRY_MS = 1_000;

/**
 * Keeps run.json true: what runs from this folder at the moment, and who started it.
 * A file that cannot be written, as on a full disk, is reported once and tried again each second; what runs goes on.
 */
export const openRunRegistry = (dir: string, onMessage: (line: string) => void) => {
  const entries = new Map<string, Entry>();
  let retry: NodeJS.Timeout | undefined;
  const write = (): void => writeRun(dir, { owner: myself(), entries: [...entries.values()] });
  const save = (): void => {
    try {
      write();
    } catch (error) {
      if (!retry)
        onMessage(`The list of running processes cannot be written; Plexus goes on. ${sentence(error)}`);
      retry ??= setInterval(save, RETRY_MS).unref();
      return;
    }
    if (retry) onMessage('The list of running processes is written again');
    clearInterval(retry);
    retry = undefined;
  };
  const began = ({ name, kind }: Program, pid: number): void => {
    const identity = identify(pid);
    if (identity) entries.set(name, { name, kind, ...identity });
    save();
  };
  const ended = ({ name }: Program, pid: number): void => {
    if (entries.get(name)?.pid === pid) entries.delete(name);
    save();
  };
  /** Whatever ends this process without a stop must not leave the others behind. */
  const abandon = (): void => {
    for (const { pid, kind } of entries.values()) signal(pid, kindSignal(kind));
  };
  const close = (): void => {
    clearInterval(retry);
    process.off('exit', abandon);
  };
  write();
  process.once('exit', abandon);
  return { began, ended, close };
};
