import { join } from 'node:path';
import type { StoreName, Urls } from '../datastores/urls.ts';
import { startDatastores } from '../datastores.ts';
import { migrate, migratedLines } from '../migrate.ts';
import type { ProcessManager } from '../processes/processManager.ts';
import type { Parts } from './environment.ts';
import { nodeProcess } from './node-process.ts';
import { checkPorts } from './ports.ts';
import { PROCESSES, type ProcessName, portOf, TITLES } from './processes.ts';
import { refuseDefaults } from './production.ts';
import type { Progress } from './progress.ts';
import { ensureSecrets } from './secrets.ts';
import { seed } from './seed.ts';
import type { Settings } from './settings.ts';

const STORE_TITLES: Readonly<Record<StoreName, string>> = {
  postgres: 'PostgreSQL',
  mongodb: 'MongoDB',
  redis: 'Redis',
};

/** Brings up the whole shop: what it keeps its data in, its processes, and what it sells. */
export const openShop = async (
  settings: Settings,
  processes: ProcessManager,
  progress: Progress,
): Promise<void> => {
  const names = PROCESSES.filter((name) => name !== 'sandbox' || settings.hasSandbox);
  if (settings.isProduction) refuseDefaults(settings.env);
  await checkPorts(names, settings);
  const secrets = await ensureSecrets(
    join(processes.dir, 'secrets.json'),
    settings.isProduction ? 'production' : 'development',
  );
  const urls = await openDatastores(settings, processes, progress);
  await migrateAll(urls, progress);
  const parts = { settings: { ...settings, dataDir: processes.dir }, urls, secrets };
  const opening = names.map((name) => openProcess(name, parts, processes, progress));
  await Promise.all(settings.isProduction ? opening : [...opening, fill(parts, processes, progress)]);
};

const openDatastores = async (
  { env, dataDir }: Settings,
  processes: ProcessManager,
  progress: Progress,
): Promise<Urls> => {
  for (const title of Object.values(STORE_TITLES)) progress.begin(title);
  const onProgress = (store: StoreName, text: string, isDone: boolean): void =>
    progress[isDone ? 'done' : 'note'](STORE_TITLES[store], text);
  return (await startDatastores({ dir: dataDir, env, processes, onProgress })).urls;
};

const migrateAll = async (urls: Urls, progress: Progress): Promise<void> => {
  progress.begin('Migrations');
  const migrated = await migrate(urls);
  const changed = migrated.filter(({ applied, edited }) => applied.length + edited.length > 0);
  for (const line of migratedLines(changed)) progress.note('Migrations', line);
  progress.done('Migrations', 'up to date');
};

const openProcess = async (
  name: ProcessName,
  parts: Parts,
  processes: ProcessManager,
  progress: Progress,
): Promise<void> => {
  progress.begin(TITLES[name]);
  await processes.run(await nodeProcess(name, parts));
  progress.done(TITLES[name], `127.0.0.1:${portOf(name, parts.settings.port)}`);
};

const fill = async (parts: Parts, processes: ProcessManager, progress: Progress): Promise<void> => {
  progress.begin('Demo shop');
  progress.done('Demo shop', await seed(parts, processes.stopping));
};
