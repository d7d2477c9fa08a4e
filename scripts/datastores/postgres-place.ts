import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Problem } from '../processes/problem.ts';
import type { User } from '../processes/program.ts';

export type Place = Readonly<{ folder: string; user: User | undefined; note: string | undefined }>;

const idOf = (name: string): User | undefined => {
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10),
  );
  return uid && gid ? { uid, gid } : undefined;
};

/** PostgreSQL refuses to run as root; then it runs as `postgres`, or where there is no such user as `nobody`. */
const serverUser = (): User | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const user = idOf('postgres') ?? idOf('nobody');
  if (!user)
    throw new Problem(
      'PostgreSQL does not run as root and there is no user postgres: start Plexus as another user, or run useradd --system postgres.',
    );
  return user;
};

/** The data folder itself is opened for passing through, not for reading; the folders above it are left alone. */
const canEnter = (dir: string, user: User): boolean => {
  if (passes(dir, user)) return true;
  if (!passes(dirname(dir), user)) return false;
  chmodSync(dir, statSync(dir).mode | 0o011);
  return passes(dir, user);
};

const passes = (folder: string, user: User): boolean =>
  spawnSync('test', ['-x', folder], { cwd: '/', ...user }).status === 0;

/** Where a home is closed to other users, beside the temporary files that outlive a restart; one folder for each data folder. */
const outside = (dir: string): string =>
  join('/var/tmp', `plexus-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`);

/** Anybody may make a folder under /var/tmp, so one that is not our own is not used. */
const ownFolder = (folder: string): string => {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const { uid } = lstatSync(folder);
  if (uid !== process.getuid?.() || !lstatSync(folder).isDirectory())
    throw new Problem(
      `${folder} belongs to somebody else: remove it, or choose another folder with DATA_DIR.`,
    );
  return folder;
};

/** The data folder holds the name of the outside one; where it was removed to begin anew, the old data is set aside. */
const moveOut = (dir: string, folder: string): void => {
  const marker = join(dir, 'postgres.location');
  const isKnown = existsSync(marker) && readFileSync(marker, 'utf8').trim() === folder;
  const data = join(folder, 'postgres');
  if (!isKnown && existsSync(data)) {
    rmSync(`${data}.previous`, { recursive: true, force: true });
    renameSync(data, `${data}.previous`);
  }
  writeFileSync(marker, `${folder}\n`);
};

/** Where PostgreSQL keeps its data, and as whom it runs. */
export const postgresPlace = (dir: string): Place => {
  const user = serverUser();
  if (!user || (canEnter(dir, user) && !existsSync(join(dir, 'postgres.location'))))
    return { folder: dir, user, note: undefined };
  const folder = ownFolder(outside(dir));
  moveOut(dir, folder);
  return {
    folder,
    user,
    note: `its data is in ${folder}, because the user that it runs as may not enter ${dir}`,
  };
};
