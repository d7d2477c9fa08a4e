import { spawnSync } from 'node:child_process';
import { Problem } from '../processes/problem.ts';
import type { Environment } from '../processes/program.ts';

const NAMES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const OLDEST_MINOR = 10;

const versionOf = (name: string, env: Environment): string | null => {
  const { status, stdout } = spawnSync(name, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
    env: { ...env },
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : null;
};

const isEnough = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === 3 && minor >= OLDEST_MINOR;
};

/** The first Python of the PATH that is new enough; PYTHON names another. */
export const findPython = (env: Environment): string => {
  const names = env.PYTHON ? [env.PYTHON] : NAMES;
  const versions = names.map((name) => versionOf(name, env));
  const enough = names.find((_, at) => isEnough(versions[at] ?? ''));
  if (enough) return enough;
  const old = versions.find((version) => version !== null);
  const what = old ? `Python ${old} is too old` : 'There is no Python';
  throw new Problem(
    `${what}, and the embedded datastores need 3.${OLDEST_MINOR} or newer: install it, or put mongod and valkey-server on the PATH, or set MONGODB_URL, CARTS_REDIS_URL and CACHE_REDIS_URL.`,
  );
};
