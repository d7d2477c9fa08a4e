import { resolve } from 'node:path';
import type { Environment } from '../processes/program.ts';
import { installedMongodb } from './mongodb.ts';
import { installedRedis } from './redis.ts';
import { ensureVenv } from './venv.ts';

const isNeeded = (env: Environment): boolean =>
  !(env.MONGODB_URL || installedMongodb(env)) ||
  !((env.CARTS_REDIS_URL && env.CACHE_REDIS_URL) || installedRedis(env));

/** Fetches the embedded servers that a start will need, while something else is made. What fails here, the start tries again and explains. */
export const fetchServers = async (env: Environment, note: (text: string) => void): Promise<void> => {
  if (isNeeded(env))
    await ensureVenv({ dir: resolve(env.DATA_DIR || '.data'), env, note }).catch(() => undefined);
};
