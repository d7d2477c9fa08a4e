import { Readable } from 'node:stream';
import { fileImport } from '../../subgraphs/products/importExport/fileImport.ts';
import { openCatalogue } from '../../subgraphs/products/store.catalogue.ts';

export type Measured = Readonly<{ products: number; seconds: number; startMb: number; peakMb: number }>;

const HEADER =
  'Handle,Title,Body (HTML),Vendor,Type,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price\n';
const SIZES = ['S', 'M', 'L', 'XL'];
const BODY = `<p>${'A sentence about what it is made of and who made it. '.repeat(18)}</p>`;

/** Products of four variants each, made as they are read: the file is never whole anywhere. */
function* file(rows: number): Generator<string> {
  yield HEADER;
  for (let row = 0; row < rows; row++) {
    const number = Math.floor(row / SIZES.length);
    const at = row % SIZES.length;
    const first =
      at === 0
        ? `Thing ${number},${BODY},Brand ${number % 40},Type ${number % 25},"tag ${number % 90}, all",Size`
        : ',,,,,';
    yield `thing-${number},${first},${SIZES[at]},T-${number}-${at},${200 + at},${row % 50},${number % 200}.9${at}\n`;
  }
}

const rows = Number(process.argv[2]);
const { ports, close } = await openCatalogue({
  MONGODB_URL: process.env.MONGODB_URL ?? '',
  DATA_DIR: '.data',
  FILES_S3_REGION: 'us-east-1',
});
const run = fileImport(ports, { currency: 'EUR', stock: false, dryRun: false, pictures: null });
const startMb = Math.round(process.memoryUsage().rss / 1e6);
const since = Date.now();
let products = 0;
for await (const { what } of run(Readable.from(file(rows), { objectMode: false })))
  if (what === 'created') products++;
const seconds = (Date.now() - since) / 1000;
await close();
process.send?.(
  { products, seconds, startMb, peakMb: Math.round(process.resourceUsage().maxRSS / 1e3) } satisfies Measured,
  () => process.exit(0),
);
