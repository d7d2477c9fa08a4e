import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MINOR_DIGITS } from '../../../kernel/currencies.ts';
import { decimal } from '../../../kernel/money.ts';
import { price } from './cells.ts';
import { draftOf, type ProductDraft } from './draft.ts';
import { type Group, groups } from './group.ts';
import type { Fault, Row } from './row.ts';
import { rowsOf } from './rows.csv.ts';

const MUG = { Handle: 'mug', Title: 'Mug', 'Option1 Name': 'Title', 'Option1 Value': 'Default Title', 'Variant Price': '12.50' };
const rowsFrom = (...cells: Record<string, string>[]): Row[] => cells.map((each, at) => ({ line: at + 2, cells: each, isWhole: true }));

const read = async (rows: Iterable<Row> | AsyncIterable<Row>): Promise<{ drafts: ProductDraft[]; faults: Fault[] }> => {
  const drafts: ProductDraft[] = [];
  const faults: Fault[] = [];
  for await (const group of groups(rows, (fault) => faults.push(fault))) {
    const drafted = draftOf(group as Group, 'EUR');
    if (drafted.ok) drafts.push(drafted.draft);
    else faults.push(...drafted.faults);
  }
  return { drafts, faults };
};
const csv = (...lines: string[]) => rowsOf(Readable.from([Buffer.from(lines.join('\n'))]));
const HEADER = 'Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant Price';

test('a row is a product with one variant', async () => {
  const { drafts, faults } = await read(
    rowsFrom({ ...MUG, Vendor: 'Kiln', Type: 'Cups', Tags: 'clay, blue,clay', 'Variant Inventory Qty': '3' }),
  );
  expect(faults).toEqual([]);
  expect(drafts).toMatchObject([
    {
      slug: 'mug',
      brand: 'Kiln',
      categories: [['Cups']],
      tags: ['clay', 'blue'],
      status: 'ACTIVE',
      variants: [{ sku: 'mug', selectedOptions: [], price: { amount: 1250, currency: 'EUR' }, onHand: 3 }],
    },
  ]);
});

test('rows that follow with the same handle are variants and pictures of one product', async () => {
  const { drafts, faults } = await read(
    rowsFrom(
      { ...MUG, 'Option1 Name': 'Colour', 'Option1 Value': 'Blue', 'Image Src': 'https://a.example/2.jpg', 'Image Position': '2' },
      { Handle: 'mug', 'Option1 Value': 'Crème', 'Variant Price': '13', 'Variant SKU': 'MUG-C' },
      { Handle: 'mug', 'Image Src': 'https://a.example/1.jpg', 'Image Position': '1', 'Image Alt Text': 'From above' },
    ),
  );
  expect(faults).toEqual([]);
  expect(drafts[0]?.variants.map(({ sku, selectedOptions }) => [sku, selectedOptions[0]?.value])).toEqual([
    ['mug-blue', 'Blue'],
    ['MUG-C', 'Crème'],
  ]);
  expect(drafts[0]?.pictures.map(({ url }) => url)).toEqual(['https://a.example/1.jpg', 'https://a.example/2.jpg']);
});

/** One thing wrong in each column in turn. */
const BROKEN: [column: string, bad: string, reason: RegExp][] = [
  ['Handle', '', /is empty/],
  ['Handle', 'mug/../x', /letters, digits/],
  ['Title', '', /is empty/],
  ['Title', 'x'.repeat(201), /at most 200/],
  ['Title', 'a\u0000b', /control/],
  ['Title', 'Caf\ufffd', /not UTF-8/],
  ['Body (HTML)', 'x'.repeat(50_001), /at most 50000/],
  ['Vendor', 'x'.repeat(101), /at most 100/],
  ['Type', 'x'.repeat(101), /at most 100/],
  ['Categories', `Kitchen > ${'x'.repeat(101)}`, /at most 100/],
  ['Categories', Array.from({ length: 21 }, (_, at) => `C${at}`).join(';'), /at most 20/],
  ['Tags', 'x'.repeat(51), /at most 50/],
  ['Published', 'maybe', /neither true nor false/],
  ['Status', 'sold', /none of/],
  ['Gift Card', 'true', /gift cards/],
  ['Gift Card', 'x', /neither true nor false/],
  ['Option1 Value', '', /is empty/],
  ['Option1 Name', 'x'.repeat(51), /at most 50/],
  ['Option2 Name', 'title', /there twice/],
  ['Option3 Name', 'TITLE', /there twice/],
  ['Option2 Value', 'Red', /no Option2 Name/],
  ['Option3 Value', 'Red', /no Option3 Name/],
  ['Variant SKU', 'x'.repeat(65), /at most 64/],
  ['Variant Grams', '-1', /weight/],
  ['Variant Inventory Qty', '1.5', /whole number/],
  ['Variant Inventory Qty', '-5', /not from 0/],
  ['Variant Inventory Policy', 'maybe', /none of/],
  ['Variant Price', '', /no price/],
  ['Variant Price', '12,50', /no price/],
  ['Variant Price', '1e3', /no price/],
  ['Variant Price', '-1', /no price/],
  ['Variant Price', '1.999', /more than 2 decimals/],
  ['Variant Price', '9999999999999999', /too large/],
  ['Variant Compare At Price', 'x', /no price/],
  ['Variant Requires Shipping', 'x', /neither true nor false/],
  ['Variant Taxable', 'x', /neither true nor false/],
  ['Variant Barcode', '4.01E+12', /rounded/],
  ['Variant Barcode', '<b>', /no barcode/],
  ['Variant Weight Unit', 'stone', /none of/],
  ['Variant Image', 'x', /no web address/],
  ['Image Src', 'file:///etc/passwd', /neither http nor https/],
  ['Image Src', 'https://user:word@a.example/x.jpg', /user name/],
  ['Image Position', '0', /not from 1/],
  ['Image Alt Text', 'x'.repeat(513), /at most 512/],
];

test.each(BROKEN)('a wrong cell in %s is told with its line, and the product is refused (%#)', async (column, bad, reason) => {
  const { drafts, faults } = await read(rowsFrom(MUG, { ...MUG, Handle: 'cup', [column]: bad }));
  expect(drafts.map(({ slug }) => slug)).toEqual(['mug']);
  expect(faults).toContainEqual({ line: 3, column, reason: expect.stringMatching(reason) });
});

test('every column that is read has its turn', async () => {
  const asked = new Set<string>();
  const cells = new Proxy<Record<string, string>>(MUG, {
    get: (target, column) => {
      asked.add(String(column));
      return Reflect.get(target, column);
    },
  });
  await read([{ line: 2, cells, isWhole: true }]);
  const ours = [...asked].filter((column) => !/^Option([4-9]|10) /.test(column));
  expect(ours.sort()).toEqual([...new Set(BROKEN.map(([column]) => column))].sort());
});

test('all that is wrong with a product is told at once', async () => {
  const { faults } = await read(rowsFrom({ ...MUG, Title: '', 'Variant Price': 'x', Published: 'x' }));
  expect(faults.map(({ column }) => column).sort()).toEqual(['Published', 'Title', 'Variant Price']);
});

test('rows of a handle that do not stand together are refused, and the first ones stand', async () => {
  const { drafts, faults } = await read(rowsFrom(MUG, { ...MUG, Handle: 'cup' }, { Handle: 'mug', 'Variant Price': '1' }));
  expect(drafts.map(({ slug }) => slug)).toEqual(['mug', 'cup']);
  expect(faults).toEqual([{ line: 4, column: 'Handle', reason: expect.stringMatching(/do not stand together.*line 2/) }]);
});

test('a row may repeat what the first one says of the product, but not contradict it', async () => {
  const small = { ...MUG, 'Option1 Name': 'Size', 'Option1 Value': 'S' };
  expect((await read(rowsFrom(small, { ...small, 'Option1 Value': 'M' }))).faults).toEqual([]);
  const { faults } = await read(rowsFrom(small, { ...small, 'Option1 Value': 'M', Title: 'Cup' }));
  expect(faults).toEqual([{ line: 3, column: 'Title', reason: expect.stringMatching(/line 2/) }]);
});

test('two variants with the same options, or the same number, are refused', async () => {
  const small = { ...MUG, 'Option1 Name': 'Size', 'Option1 Value': 'S' };
  expect((await read(rowsFrom(small, { ...small, 'Option1 Value': 's' }))).faults).toMatchObject([{ line: 3, column: 'Option1 Value' }]);
  const numbered = { ...small, 'Variant SKU': 'A' };
  expect((await read(rowsFrom(numbered, { ...numbered, 'Option1 Value': 'M' }))).faults).toMatchObject([{ column: 'Variant SKU' }]);
});

test('a product with too many rows is refused whole', async () => {
  const rows = Array.from({ length: 2_501 }, (_, at) => ({ ...MUG, 'Option1 Name': 'No', 'Option1 Value': String(at) }));
  const { drafts, faults } = await read(rowsFrom(...rows, { ...MUG, Handle: 'cup' }));
  expect(drafts.map(({ slug }) => slug)).toEqual(['cup']);
  expect(faults).toHaveLength(1);
});

test('a compare-at price that is not above the price is left out, and that is said', async () => {
  const { drafts } = await read(rowsFrom({ ...MUG, 'Variant Compare At Price': '12.50' }));
  expect(drafts[0]?.variants[0]?.compareAtPrice).toBeNull();
  expect(drafts[0]?.notes).toMatchObject([{ line: 2, text: expect.stringMatching(/Compare At/) }]);
});

test('categories may be paths from the root', async () => {
  const { drafts } = await read(rowsFrom({ ...MUG, Type: 'Cups', Categories: 'Kitchen > Cups; New' }));
  expect(drafts[0]?.categories).toEqual([['Kitchen', 'Cups'], ['New']]);
});

test('R03: any price is read back exactly as it was written, in every currency', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), fc.constantFrom(...MINOR_DIGITS.keys()), (amount, currency) => {
      expect(price(currency)(decimal({ amount, currency }))).toEqual({ value: { amount, currency } });
    }),
  );
});

test('numbers made for variants differ whatever the values are, and are the same the next time', async () => {
  const values = fc.uniqueArray(
    fc.string({ minLength: 1, maxLength: 20 }).filter((value) => value.trim() === value && !/\p{Cc}/u.test(value)),
    {
      selector: (value) => value.replace(/^'(?=[\d=+\-@])/, '').toLowerCase(),
      minLength: 1,
      maxLength: 8,
    },
  );
  await fc.assert(
    fc.asyncProperty(values, async (all) => {
      const rows = rowsFrom(...all.map((value) => ({ ...MUG, 'Option1 Name': 'Pick', 'Option1 Value': value })));
      const numbers = async () => (await read(rows)).drafts[0]?.variants.map(({ sku }) => sku) ?? [];
      const first = await numbers();
      expect(new Set(first).size).toBe(all.length);
      expect(await numbers()).toEqual(first);
    }),
  );
});

test('lines are counted as a spreadsheet does, through cells of several lines', async () => {
  const rows: Row[] = [];
  for await (const row of csv(HEADER, 'a,A,"one\ntwo\nthree",Title,Default Title,1', '', 'b,B,,Title,Default Title,x')) rows.push(row);
  expect(rows.map(({ line }) => line)).toEqual([2, 6]);
});

test('a row with more or fewer cells than the header is refused', async () => {
  const { faults } = await read(csv(HEADER, 'a,A,,Title,Default Title,1,extra', 'b,B,,Title,Default Title'));
  expect(faults.filter(({ reason }) => reason.includes('as many cells')).map(({ line }) => line)).toEqual([2, 3]);
});

test('what is no product CSV is said to be none', async () => {
  await expect(read(csv('a,b', '1,2'))).rejects.toThrow(/missing: Handle, Title/);
  await expect(read(csv(''))).rejects.toThrow(/empty/);
  await expect(read(csv(HEADER, 'a,"A,,Title,Default Title,1'))).rejects.toThrow(/quotation mark is not closed/);
  await expect(read(csv(`${HEADER},Title`, ''))).rejects.toThrow(/Title is there twice/);
});

const SAMPLES = join(import.meta.dirname, '../../../../shared/data/shopify');
test.runIf(existsSync(SAMPLES))('the sample catalogues are read without a fault', async () => {
  for (const file of readdirSync(SAMPLES)) {
    const { drafts, faults } = await read(rowsOf(createReadStream(join(SAMPLES, file))));
    expect(faults, file).toEqual([]);
    expect(drafts, file).toHaveLength(20);
  }
});
