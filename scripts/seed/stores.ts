import { resolve } from 'node:path';
import { STORES, type Urls } from '../datastores/urls.ts';
import { startDatastores } from '../datastores.ts';
import { migrate } from '../migrate.ts';
import type { Settings } from '../start/settings.ts';

export type OpenStores = Readonly<{ urls: Urls; stop(): Promise<void> }>;

/** The stores of the environment, if it names them all; otherwise those of the data folder, started for this one time. */
export const openStores = async (
  { env, dataDir }: Settings,
  say: (line: string) => void,
): Promise<OpenStores> => {
  const names = Object.values(STORES).flat();
  if (names.every((name) => env[name])) {
    const urls = Object.fromEntries(names.map((name) => [name, env[name]])) as Urls;
    return { urls, stop: async () => undefined };
  }
  say(`Starting the datastores of ${dataDir}`);
  const started = await startDatastores({ dir: resolve(dataDir), env });
  await migrate(started.urls);
  return started;
};
