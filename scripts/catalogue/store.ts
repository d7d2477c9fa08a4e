import { resolve } from 'node:path';
import { startDatastores } from '../datastores.ts';
import { isAlive } from '../processes/identity.ts';
import { Problem } from '../processes/problem.ts';
import type { Environment } from '../processes/program.ts';
import { readRun } from '../processes/run-file.ts';

export type CatalogueStore = Readonly<{ MONGODB_URL: string; stop(): Promise<void> }>;

const nothing = async (): Promise<void> => undefined;

/** Where the catalogue is: as the environment says, in the shop that runs from DATA_DIR, or in the store that is started here for this time. */
export const catalogueStore = async (
  env: Environment,
  say: (line: string) => void,
): Promise<CatalogueStore> => {
  if (env.MONGODB_URL) return { MONGODB_URL: env.MONGODB_URL, stop: nothing };
  const dir = resolve(env.DATA_DIR || '.data');
  const running = ofRunningShop(dir);
  if (running) return { MONGODB_URL: running, stop: nothing };
  say(`Starting the MongoDB of ${dir}, since no shop runs from there`);
  const { urls, stop } = await startDatastores({ dir, env, only: ['mongodb'] });
  return { MONGODB_URL: urls.MONGODB_URL, stop };
};

/** Each of its servers is told its port on its command line. */
const ofRunningShop = (dir: string): string | null => {
  const run = readRun(dir);
  if (!run || !isAlive(run.owner)) return null;
  const server = run.entries.find(({ kind, name }) => kind === 'datastore' && name === 'mongodb');
  const port = server && / --port (\d+)/.exec(server.command)?.[1];
  if (!port)
    throw new Problem(
      `The shop that runs from ${dir} has its catalogue elsewhere: set MONGODB_URL as it is set there.`,
    );
  return `mongodb://127.0.0.1:${port}/products?directConnection=true`;
};
