import { identify, signal } from './identity.ts';
import type { Program } from './program.ts';
import { type Entry, type Kind, writeRun } from './run-file.ts';

/** Ends a program at once and kindly: the datastores call SIGINT a fast shutdown, where SIGTERM may wait for clients. */
export const kindSignal = (kind: Kind): NodeJS.Signals => (kind === 'datastore' ? 'SIGINT' : 'SIGTERM');

export const myself = () => identify(process.pid) ?? { pid: process.pid, since: '', command: '' };

/** Keeps run.json true: what runs from this folder at the moment, and who started it. */
export const openRoster = (dir: string) => {
  const entries = new Map<string, Entry>();
  const save = (): void => writeRun(dir, { owner: myself(), entries: [...entries.values()] });
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
  save();
  process.once('exit', abandon);
  return { began, ended, close: () => process.off('exit', abandon) };
};
