import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from './identity.ts';

export type Kind = 'process' | 'datastore';
export type Entry = Identity & Readonly<{ name: string; kind: Kind }>;
export type Run = Readonly<{ owner: Identity; entries: readonly Entry[] }>;

const pathIn = (dir: string): string => join(dir, 'run.json');

/** What runs from this folder, as the last start wrote it down; null where there was none. */
export const readRun = (dir: string): Run | null => {
  try {
    return JSON.parse(readFileSync(pathIn(dir), 'utf8')) as Run;
  } catch {
    return null;
  }
};

/** Replaced in one step, so that a start that is killed here leaves a whole file. */
export const writeRun = (dir: string, run: Run): void => {
  const next = `${pathIn(dir)}.next`;
  writeFileSync(next, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  renameSync(next, pathIn(dir));
};
