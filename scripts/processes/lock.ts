import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Identity, identify, isAlive } from './identity.ts';
import { Problem } from './problem.ts';
import { until } from './wait.ts';

const holder = (path: string): Identity | null => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Identity;
  } catch {
    return null;
  }
};

/** A link appears whole or not at all, so nobody ever reads a lock without its holder. */
const take = (path: string): boolean => {
  const mine = `${path}.${process.pid}`;
  writeFileSync(mine, JSON.stringify(identify(process.pid)));
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const other = holder(path);
    if (!other || !isAlive(other)) rmSync(path, { force: true });
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
};

/** One process at a time; the lock of one that was killed does not hold up the next. */
export const locked = async <T>(path: string, within: number, work: () => Promise<T>): Promise<T> => {
  mkdirSync(dirname(path), { recursive: true });
  if (!(await until(() => take(path), within)))
    throw new Problem(`${path} is held by process ${holder(path)?.pid}: wait for it, or end it.`);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
};
