import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment, Program } from '../processes/program.ts';
import { redisAnswers } from './answers.ts';
import { onFreePort } from './attempt.ts';
import { onPath } from './path-program.ts';
import type { Started, Wanted } from './store.ts';
import { ensureVenv, valkeyServer } from './venv.ts';

const OLDEST = 7;

/** An acknowledged cart is on the disk: at a shop's size of trial that costs a fraction of a millisecond. */
const settings = (port: number, folder: string, password: string): string =>
  `bind 127.0.0.1
port ${port}
requirepass ${password}
dir "${folder}"
appendonly yes
appendfsync always
save ""
maxmemory-policy noeviction
set-proc-title no
`;

/** The version of a server as it says itself: "Redis server v=7.0.15 sha=..." or "Valkey server v=9.0.0 ...". */
const versionOf = (path: string): string =>
  /v=([\d.]+)/.exec(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout)?.[1] ?? '0';

export const installedRedis = (env: Environment): { path: string; about: string } | undefined => {
  const path = onPath(['valkey-server', 'redis-server'], env);
  const version = path && versionOf(path);
  return path && Number.parseInt(version ?? '0', 10) >= OLDEST
    ? { path, about: `${path} ${version}` }
    : undefined;
};

const embedded = async (wanted: Wanted): Promise<{ path: string; about: string }> => {
  const path = valkeyServer(await ensureVenv({ ...wanted, ...wanted.processes }));
  return { path, about: `embedded Valkey ${versionOf(path)}` };
};

/** One private server with an append-only file: logical database 0 for carts, 1 for the cache. */
export const startRedis = async (wanted: Wanted): Promise<Started> => {
  const { path, about } = installedRedis(wanted.env) ?? (await embedded(wanted));
  const folder = join(wanted.processes.dir, 'redis');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  return onFreePort(async (port) => {
    const url = `redis://:${password}@127.0.0.1:${port}`;
    const file = join(folder, 'redis.conf');
    writeFileSync(file, settings(port, folder, password), { mode: 0o600 });
    const service = await wanted.processes.run(program(path, file, `${url}/0`, wanted.env));
    return {
      urls: { CARTS_REDIS_URL: `${url}/0`, CACHE_REDIS_URL: `${url}/1` },
      service,
      about: `${about} on 127.0.0.1:${port}`,
    };
  });
};

const program = (command: string, file: string, url: string, env: Environment): Program => ({
  name: 'redis',
  title: 'Redis',
  kind: 'datastore',
  command,
  args: [file],
  env: { PATH: env.PATH },
  cwd: '/',
  ready: () => redisAnswers(url),
  readyWithin: 30_000,
  stopSignal: 'SIGTERM',
  stopWithin: 10_000,
});
