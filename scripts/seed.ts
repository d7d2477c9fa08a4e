import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { help } from './help.ts';
import { command, Problem } from './processes/problem.ts';
import { ROOT } from './processes/root.ts';
import { fillShop } from './seed/fillShop.ts';
import { openStores } from './seed/stores.ts';
import { readSettings } from './start/settings.ts';

help(`npm run seed
Fills empty stores with the demo shop: accounts, products with pictures, shipping methods, tax rates and promotions.
What is there already is left alone; what was interrupted is completed. npm start does the same by itself.

It takes the stores from USERS_DATABASE_URL, ORDERS_DATABASE_URL and MONGODB_URL, or starts those of DATA_DIR (.data) if no shop runs
from there. In production (NODE_ENV) it refuses.`);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const main = async (): Promise<number> => {
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'));
  const settings = readSettings(process.env);
  if (settings.isProduction)
    throw new Problem('NODE_ENV is production: a shop in production has no demo data.');
  const stores = await openStores(settings, say);
  try {
    say(await fillShop({ settings, urls: stores.urls }, say));
    return 0;
  } finally {
    await stores.stop();
  }
};

await command(main);
