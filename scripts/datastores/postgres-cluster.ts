import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../processes/problem.ts';
import type { Environment } from '../processes/program.ts';
import { runTool } from '../processes/tool.ts';
import type { Binaries } from './postgres-binaries.ts';
import type { Place } from './postgres-place.ts';

export type Cluster = Readonly<{ data: string; password: string }>;

const ADMIN = 'plexus';
/** The same order of names on every system. */
const LOCALE = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];

/** It must be readable by the user that initdb runs as, and by nobody else. */
const privateFile = (path: string, text: string, { user }: Place): string => {
  writeFileSync(path, text, { mode: 0o600 });
  if (user) chownSync(path, user.uid, user.gid);
  return path;
};

const emptyFolder = (path: string, { user }: Place): string => {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user) chownSync(path, user.uid, user.gid);
  return path;
};

const initialise = async (
  place: Place,
  { initdb }: Binaries,
  env: Environment,
  throwaway: boolean,
): Promise<void> => {
  const half = emptyFolder(join(place.folder, 'postgres.new'), place);
  const password = randomBytes(24).toString('base64url');
  const file = privateFile(join(place.folder, 'postgres.new.password'), password, place);
  const args = [
    `--pgdata=${half}`,
    `--username=${ADMIN}`,
    `--pwfile=${file}`,
    '--auth=scram-sha-256',
    ...LOCALE,
    ...(throwaway ? ['--no-sync'] : []),
  ];
  const { ok, said } = await runTool(initdb, args, { env: { PATH: env.PATH }, user: place.user, cwd: '/' });
  rmSync(file, { force: true });
  if (!ok)
    throw new Problem(
      `PostgreSQL could not be set up in ${place.folder} (${said}): free the folder, or choose another one with DATA_DIR.`,
    );
  privateFile(join(half, 'plexus.password'), password, place);
  renameSync(half, join(place.folder, 'postgres'));
};

/** The cluster of this data folder; put in place whole, so that a start that was killed half-way does it again. */
export const ensureCluster = async (
  place: Place,
  programs: Binaries,
  env: Environment,
  throwaway: boolean,
): Promise<Cluster> => {
  const data = join(place.folder, 'postgres');
  if (!existsSync(data)) await initialise(place, programs, env, throwaway);
  const version = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (version !== programs.version.split('.')[0])
    throw new Problem(
      `${data} was written by PostgreSQL ${version} and this is ${programs.version}: move it away to begin anew, or bring it over with pg_upgrade.`,
    );
  return { data, password: readFileSync(join(data, 'plexus.password'), 'utf8') };
};

export const adminUrl = (port: number, { password }: Cluster): string =>
  `postgresql://${ADMIN}:${password}@127.0.0.1:${port}/postgres`;
