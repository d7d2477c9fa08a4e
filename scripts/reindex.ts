import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rebuildEntries } from '../subgraphs/products/search/store.mongo.ts';
import { connectMongo } from '../subgraphs/products/store.connect.ts';
import { catalogueStore } from './catalogue/store.ts';
import { help } from './help.ts';
import { command } from './processes/problem.ts';
import { ROOT } from './processes/root.ts';

help(`npm run reindex
Makes anew what the products of the catalogue are found by: after a change of how words are read, or of what they count.
The shop may run meanwhile. It works on the catalogue at MONGODB_URL, or on that of the shop that runs from DATA_DIR (.data), or else
starts the store there.`);

const EVERY = 500;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const main = async (): Promise<number> => {
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'));
  const store = await catalogueStore(process.env, say);
  try {
    const { db, resource } = await connectMongo(store.MONGODB_URL);
    const messages = (made: number, of: number): void =>
      made % EVERY === 0 ? say(`${made} of ${of} products`) : undefined;
    const done = await rebuildEntries(db, messages).finally(resource.close);
    say(`${done} products are indexed anew.`);
    return 0;
  } finally {
    await store.stop();
  }
};

await command(main);
