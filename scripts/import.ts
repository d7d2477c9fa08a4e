import { createReadStream, existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnv } from '../kernel/env.ts';
import { isCurrency } from '../kernel/money.ts';
import { fileImport } from '../subgraphs/products/importExport/fileImport.ts';

import { publicFetch } from '../subgraphs/products/importExport/pictures.fetch.ts';
import { pictures } from '../subgraphs/products/importExport/pictures.ts';
import { FileUnreadable } from '../subgraphs/products/importExport/rows.csv.ts';
import { type Catalogue, catalogueEnv, openCatalogue } from '../subgraphs/products/store.catalogue.ts';
import { type Bar, openBar } from './catalogue/bar.ts';
import { report } from './catalogue/report.ts';
import { catalogueStore } from './catalogue/store.ts';
import { help } from './help.ts';
import { command, Problem } from './processes/problem.ts';
import { ROOT } from './processes/root.ts';

help(`npm run import -- <file.csv> [more.csv …] [--currency EUR] [--pictures] [--stock] [--dry-run]
Imports products from files in the Shopify product CSV format. A product is known by its handle, a variant by its SKU: what is there is
brought up to date, and a second import of the same file changes nothing. A product is taken or refused whole; every row that is
refused is told with its line, column and reason, and the exit code is 1 if there is any.

  --currency EUR  the currency of the prices in the files (EUR)
  --pictures      fetch pictures from their addresses, for products that have none
  --stock         set the stock of variants that are there already to what the file says; otherwise the file counts for new ones alone
  --dry-run       say what would be done, and do nothing

It works on the catalogue at MONGODB_URL, or on that of the shop that runs from DATA_DIR (.data), or else starts the store there.`);

const readArguments = () => {
  const { values, positionals: files } = parseArgs({
    allowPositionals: true,
    options: {
      currency: { type: 'string', default: 'EUR' },
      pictures: { type: 'boolean', default: false },
      stock: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    },
  });
  if (files.length === 0)
    throw new Problem('Name the files to import: npm run import -- products.csv; --help says more.');
  if (!isCurrency(values.currency))
    throw new Problem(`${values.currency} is no currency: give an ISO 4217 code, like EUR.`);
  for (const file of files)
    if (!existsSync(file) || !statSync(file).isFile()) throw new Problem(`There is no file ${file}.`);
  return {
    files,
    currency: values.currency,
    stock: values.stock,
    dryRun: values['dry-run'],
    withPictures: values.pictures,
  };
};

const say = (line: string): void => void process.stderr.write(`${line}\n`);
/** Little, so that the bar shows what was done rather than what was read. */
const READ_AHEAD = 16_384;
type Run = ReturnType<typeof fileImport>;

const importFile = async (run: Run, file: string, before: number, bar: Bar): Promise<boolean> => {
  const stream = createReadStream(file, { highWaterMark: READ_AHEAD });
  const reported = report(basename(file), bar.say);
  try {
    for await (const imported of run(stream)) {
      reported.hear(imported);
      bar.at(before + stream.bytesRead, reported.products());
    }
    return reported.end();
  } catch (error) {
    if (!(error instanceof FileUnreadable)) throw error;
    bar.say(`${basename(file)}: ${error.message}`);
    reported.end();
    return false;
  }
};

const importAll = async (catalogue: Catalogue): Promise<boolean> => {
  const { files, withPictures, ...options } = readArguments();
  const fetcher = publicFetch();
  const run = fileImport(catalogue.ports, {
    ...options,
    pictures: withPictures ? pictures(catalogue.files, fetcher) : null,
  });
  const sizes = files.map((file) => statSync(file).size);
  const bar = openBar(sizes.reduce((sum, size) => sum + size, 0));
  let before = 0;
  let isWhole = true;
  try {
    for (const [at, file] of files.entries()) {
      isWhole = (await importFile(run, file, before, bar)) && isWhole;
      before += sizes[at] ?? 0;
    }
  } finally {
    bar.close();
    await fetcher.close();
  }
  return isWhole;
};

const main = async (): Promise<number> => {
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'));
  readArguments();
  const store = await catalogueStore(process.env, say);
  try {
    const catalogue = await openCatalogue(
      readEnv(catalogueEnv, { ...process.env, MONGODB_URL: store.MONGODB_URL }),
    );
    const isWhole = await importAll(catalogue).finally(catalogue.close);
    return isWhole ? 0 : 1;
  } finally {
    await store.stop();
  }
};

await command(main);
