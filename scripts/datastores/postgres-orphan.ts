import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { end, identify } from '../processes/identity.ts';
import { until } from '../processes/wait.ts';

const LONGEST_MS = 10_000;

const attempt = <T>(read: () => T, otherwise: T): T => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};

/** Each process of a cluster works in its folder; the children of a killed server may outlive it for a moment. */
const isInUse = (data: string): boolean =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => attempt(() => readlinkSync(`/proc/${pid}/cwd`), '') === data);

/**
 * Ends a server that outlived the start which ran it, for two must not share a folder. A dead one whose number nobody has collected
 * yet still counts as running for PostgreSQL, so its file goes once nothing works in the folder.
 */
export const endOrphan = async (data: string): Promise<void> => {
  const file = join(data, 'postmaster.pid');
  const pid = attempt(() => Number.parseInt(readFileSync(file, 'utf8'), 10), 0);
  const server = pid > 0 ? identify(pid) : null;
  if (server?.command.includes(data)) await end(server, 'SIGINT', LONGEST_MS);
  if (!existsSync(file) || !existsSync('/proc/self/cwd') || identify(pid)) return;
  if (await until(() => !isInUse(data), LONGEST_MS)) rmSync(file, { force: true });
};
