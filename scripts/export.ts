import { createWriteStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { readEnv } from '../kernel/env.ts';
import { isCurrency } from '../kernel/money.ts';
import { pictureUrl } from '../kernel/picture.ts';
import { fileExport } from '../subgraphs/products/importExport/fileExport.ts';
import { type Catalogue, catalogueEnv, openCatalogue } from '../subgraphs/products/store.catalogue.ts';
import { catalogueStore } from './catalogue/store.ts';
import { help } from './help.ts';
import { command, Problem } from './processes/problem.ts';
import { ROOT } from './processes/root.ts';

help(`npm run --silent export -- [--out products.csv] [--currency EUR] [--template old|new]
Writes all products in the Shopify product CSV format, with the column Categories beside it: what npm run import reads, which then
changes nothing. Without --out it writes to the standard output.

  --out FILE      the file to write; it may not be there yet
  --template old  the names of the columns: old (Handle, Variant SKU) or new (URL handle, SKU), as Shopify has them now
  --currency EUR  products that are priced in this currency (EUR); others are left out and counted

Pictures are named by their address below PUBLIC_URL (http://127.0.0.1 and PORT, 4000). The catalogue is that at MONGODB_URL, or that of the
shop that runs from DATA_DIR (.data), or else the store there is started.`);

const readArguments = () => {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      currency: { type: 'string', default: 'EUR' },
      template: { type: 'string', default: 'old' },
    },
  });
  if (!isCurrency(values.currency))
    throw new Problem(`${values.currency} is no currency: give an ISO 4217 code, like EUR.`);
  const { template } = values;
  if (template !== 'old' && template !== 'new')
    throw new Problem(`${template} is no template: it is old or new.`);
  if (values.out && existsSync(values.out))
    throw new Problem(`${values.out} is there already: name a new file.`);
  return { ...values, template: template as 'old' | 'new' };
};

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The standard output belongs to the process: it is written to, and not closed. */
const standardOutput = (): Writable =>
  new Writable({
    write: (chunk, _, next) =>
      void (process.stdout.write(chunk) ? next() : process.stdout.once('drain', next)),
  });

const exportAll = async ({ ports, all, mostOptions }: Catalogue): Promise<void> => {
  const { currency, out, template } = readArguments();
  const publicUrl = process.env.PUBLIC_URL || `http://127.0.0.1:${process.env.PORT || 4000}`;
  const write = fileExport(ports, {
    currency,
    template,
    options: await mostOptions(),
    pictureUrl: (picture) => pictureUrl(publicUrl, 'products', picture, 'ORIGINAL'),
  });
  const { products, skipped } = await write(
    all(),
    out ? createWriteStream(out, { flags: 'wx' }) : standardOutput(),
  );
  say(`${products} products${skipped > 0 ? `; ${skipped} in another currency were left out` : ''}`);
};

const main = async (): Promise<number> => {
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'));
  readArguments();
  const store = await catalogueStore(process.env, say);
  try {
    const catalogue = await openCatalogue(
      readEnv(catalogueEnv, { ...process.env, MONGODB_URL: store.MONGODB_URL }),
    );
    await exportAll(catalogue).finally(catalogue.close);
    return 0;
  } finally {
    await store.stop();
  }
};

await command(main);
