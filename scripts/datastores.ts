import { givenUrls } from './datastores/given.ts';
import { startMongodb } from './datastores/mongodb.ts';
import { startPostgres } from './datastores/postgres.ts';
import { startRedis } from './datastores/redis.ts';
import type { Started, Wanted } from './datastores/store.ts';
import { STORES, type StoreName, type Urls } from './datastores/urls.ts';
import { openProcessManager, type ProcessManager } from './processes/processManager.ts';
import type { Environment } from './processes/program.ts';
import type { Supervised } from './processes/supervise.ts';

export type DatastoreOptions = Readonly<{
  /** Where the data is kept; another start from the same folder is refused. */
  dir: string;
  only?: readonly StoreName[];
  env?: Environment;
  /** Given by a caller that runs more from the same folder; it stops all of it itself. */
  processes?: ProcessManager;
  /** Data of a test; by default where NODE_ENV is `test`. */
  throwaway?: boolean;
  /** Hears of each store: what takes long, and at last what it is and where. */
  onProgress?: (store: StoreName, text: string, isDone: boolean) => void;
}>;

export type Datastores = Readonly<{
  /** Addresses of the stores that were asked for. */
  urls: Urls;
  /** Those that run here, so that tests can kill them and start them again. */
  services: Partial<Readonly<Record<StoreName, Supervised>>>;
  stop(): Promise<void>;
}>;

const STARTS: Readonly<Record<StoreName, (wanted: Wanted) => Promise<Started>>> = {
  postgres: startPostgres,
  mongodb: startMongodb,
  redis: startRedis,
};
const ALL: readonly StoreName[] = ['postgres', 'mongodb', 'redis'];

/** Finds or starts each datastore: the address in the environment, a program on the PATH, the embedded one. */
export const startDatastores = async (options: DatastoreOptions): Promise<Datastores> => {
  const { only = ALL, env = process.env } = options;
  const processes = options.processes ?? (await openProcessManager({ dir: options.dir }));
  const found = await allOrNone(
    only.map((store) => findOrStart(store, { ...options, env, processes })),
    processes,
  );
  const services = found.flatMap(({ store, service }) => (service ? [[store, service] as const] : []));
  return {
    urls: Object.assign({}, ...found.map(({ urls }) => urls)) as Urls,
    services: Object.fromEntries(services),
    stop: () => processes.stop(),
  };
};

/** The first that fails ends the others, and whatever takes them long, so that its reason is heard at once. */
const allOrNone = (works: readonly Promise<Found>[], processes: ProcessManager): Promise<readonly Found[]> =>
  Promise.all(works).catch(async (error: unknown) => {
    await processes.stop();
    await Promise.allSettled(works);
    throw error;
  });

type Found = Readonly<{ store: StoreName; urls: Partial<Urls>; service?: Supervised }>;

const findOrStart = async (
  store: StoreName,
  options: DatastoreOptions & { env: Environment; processes: ProcessManager },
): Promise<Found> => {
  const { env, processes, throwaway = env.NODE_ENV === 'test', onProgress = () => undefined } = options;
  const given = await givenUrls(store, env);
  if (STORES[store].every((name) => name in given)) {
    onProgress(store, `as given by ${STORES[store].join(', ')}`, true);
    return { store, urls: given };
  }
  const { urls, service, about } = await STARTS[store]({
    processes,
    env,
    throwaway,
    note: (text) => onProgress(store, text, false),
  });
  onProgress(store, about, true);
  return { store, urls: { ...urls, ...given }, service };
};
