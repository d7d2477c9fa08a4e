import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MINOR_DIGITS } from '../../../kernel/currencies.ts';
import { decimal } from '../../../kernel/money.ts';
import { price } from './cells.ts';
import { type Group, groups } from './group.ts';
import { draftOf, type ProductDraft } from './productDraft.ts';
import type { Fault, Row } from './row.ts';
import { rowsOf } from './rows.csv.ts';

const MUG = {
  Handle: 'mug',
  Title: 'Mug',
  'Option1 Name': 'Title',
  'Option1 Value': 'Default Title',
  'Variant Price': '12.50',
};
const rowsFrom = (...cells: Record<string, string>[]): Row[] =>
  cells.map((each, at) => ({ line: at + 2, cells: each, isWhole: true }));

const read = async (
  rows: Iterable<Row> | AsyncIterable<Row>,
): Promise<{ drafts: ProductDraft[]; faults: Fault[] }> => {
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
      {
        ...MUG,
        'Option1 Name': 'Colour',
        'Option1 Value': 'Blue',
        'Image Src': 'https://a.example/2.jpg',
        'Image Position': '2',
      },
      { Handle: 'mug', 'Option1 Value': 'Crème', 'Variant Price': '13', 'Variant SKU': 'MUG-C' },
      {
        Handle: 'mug',
        'Image Src': 'https://a.example/1.jpg',
        'Image Position': '1',
        'Image Alt Text': 'From above',
      },
    ),
  );
  expect(faults).toEqual([]);
  expect(drafts[0]?.variants.map(({ sku, selectedOptions }) => [sku, selectedOptions[0]?.value])).toEqual([
    ['mug-blue', 'Blue'],
    ['MUG-C', 'Crème'],
  ]);
  expect(drafts[0]?.pictures.map(({ url }) => url)).toEqual([
    'https://a.example/1.jpg',
    'https://a.example/2.jpg',
  ]);
});

/** What no note can put right, in each column that has such a thing. */
const BROKEN: [column: string, bad: string, reason: RegExp][] = [
  ['Body (HTML)', 'x'.repeat(524_289), /at most 524288/],
  ['Variant SKU', 'x'.repeat(256), /at most 255/],
  ['Variant Price', '', /no price/],
  ['Variant Price', '1e3', /no price/],
  ['Variant Price', '-1', /no price/],
  ['Variant Price', '$5', /no price in EUR/],
  ['Variant Price', '1.999', /more than 2 decimals/],
  ['Variant Price', '9999999999999999', /too large/],
];

/** What is taken otherwise than the file has it, with a note. */
const NOTED: [column: string, given: string, note: RegExp][] = [
  ['Handle', 'mug/../x', /becomes “mug-x”/],
  ['Handle', '', /made of the title/],
  ['Title', '', /made of the handle/],
  ['Title', 'x'.repeat(256), /cut to 255/],
  ['Title', 'a\u0000b', /control characters/],
  ['Title', 'Caf\ufffd', /not UTF-8/],
  ['Vendor', 'x'.repeat(256), /cut to 255/],
  ['Type', 'x'.repeat(256), /cut to 255/],
  ['Categories', Array.from({ length: 21 }, (_, at) => `C${at}`).join(';'), /first 20/],
  ['Tags', 'x'.repeat(256), /cut to 255/],
  ['Tags', Array.from({ length: 251 }, (_, at) => `t${at}`).join(','), /first 250/],
  ['Published', 'maybe', /neither true nor false/],
  ['Status', 'unlisted', /taken as draft/],
  ['Gift Card', 'TRUE', /gift cards/],
  ['Gift Card', 'perhaps', /neither true nor false/],
  ['Option1 Name', 'x'.repeat(256), /cut to 255/],
  ['Option2 Name', 'title', /there twice/],
  ['Option2 Value', 'Red', /is empty, and becomes “Option 2”/],
  ['Variant Grams', '-1', /no weight/],
  ['Variant Grams', '0.3 kg', /taken as 300 grams/],
  ['Variant Inventory Qty', '1.5', /taken as 1/],
  ['Variant Inventory Qty', '-5', /taken as 0/],
  ['Variant Inventory Qty', 'many', /no number/],
  ['Variant Inventory Policy', 'CONTINUE', /taken as “deny”/],
  ['Variant Inventory Policy', 'maybe', /none of/],
  ['Variant Price', '€12,50', /taken as 12.50 EUR/],
  ['Variant Price', '1,234.50', /taken as 1234.50 EUR/],
  ['Variant Compare At Price', 'x', /no price/],
  ['Variant Requires Shipping', 'perhaps', /neither true nor false/],
  ['Variant Taxable', 'perhaps', /neither true nor false/],
  ['Variant Barcode', '4.01E+12', /rounded/],
  ['Variant Weight Unit', 'stone', /none of/],
  ['Variant Image', 'x', /no web address/],
  ['Image Src', 'file:///etc/passwd', /neither http nor https/],
  ['Image Src', 'https://user:word@a.example/x.jpg', /user name/],
  ['Image Position', '0', /not from 1/],
  ['Image Alt Text', 'x'.repeat(513), /cut to 512/],
];

test.each(NOTED)(
  'R22: %s is put right with a note, and the product comes in (%#)',
  async (column, given, note) => {
    const { drafts, faults } = await read(rowsFrom({ ...MUG, Handle: 'cup', [column]: given }));
    expect(faults).toEqual([]);
    expect(drafts[0]?.notes.map(({ text }) => text)).toContainEqual(expect.stringMatching(note));
  },
);

test('R22: what Shopify allows has no note', async () => {
  const long = {
    ...MUG,
    Handle: 'h'.repeat(255),
    Title: 't'.repeat(255),
    'Variant SKU': 's'.repeat(255),
    Vendor: 'v'.repeat(255),
    Status: 'Active',
  };
  const { drafts, faults } = await read(
    rowsFrom({
      ...long,
      'Variant Inventory Qty': '1000000000',
      Tags: Array(250)
        .fill(0)
        .map((_, at) => `t${at}`)
        .join(', '),
    }),
  );
  expect([faults, drafts[0]?.notes]).toEqual([[], []]);
});

test.each(BROKEN)(
  'a wrong cell in %s is told with its line, and the product is refused (%#)',
  async (column, bad, reason) => {
    const { drafts, faults } = await read(rowsFrom(MUG, { ...MUG, Handle: 'cup', [column]: bad }));
    expect(drafts.map(({ slug }) => slug)).toEqual(['mug']);
    expect(faults).toContainEqual({ line: 3, column, reason: expect.stringMatching(reason) });
  },
);

test('all that is wrong with a product is told at once', async () => {
  const { faults } = await read(rowsFrom({ ...MUG, 'Variant SKU': 'x'.repeat(256), 'Variant Price': 'x' }));
  expect(faults.map(({ column }) => column).sort()).toEqual(['Variant Price', 'Variant SKU']);
});

test('R22: rows of a product that come later are more of the same product, with a note', async () => {
  const small = { ...MUG, 'Option1 Name': 'Size', 'Option1 Value': 'S' };
  const { drafts, faults } = await read(
    rowsFrom(small, { ...MUG, Handle: 'cup' }, { Handle: 'mug', 'Option1 Value': 'M', 'Variant Price': '1' }),
  );
  expect(faults).toEqual([]);
  expect(drafts.map(({ slug, title }) => [slug, title])).toEqual([
    ['mug', 'Mug'],
    ['cup', 'Mug'],
    ['mug', 'Mug'],
  ]);
  expect(drafts[2]?.variants[0]?.selectedOptions).toEqual([{ name: 'Size', value: 'M' }]);
  expect(drafts[2]?.notes[0]?.text).toMatch(/do not stand together.*line 2/);
});

test('a row may repeat what the first one says of the product, but not contradict it', async () => {
  const small = { ...MUG, 'Option1 Name': 'Size', 'Option1 Value': 'S' };
  expect((await read(rowsFrom(small, { ...small, 'Option1 Value': 'M' }))).faults).toEqual([]);
  const { drafts } = await read(rowsFrom(small, { ...small, 'Option1 Value': 'M', Title: 'Cup' }));
  expect([drafts[0]?.title, drafts[0]?.notes]).toEqual([
    'Mug',
    [{ line: 3, text: expect.stringMatching(/^Title.*line 2/) }],
  ]);
});

test('R22: a variant with the options of another is left out, and one with the SKU of another gets its own', async () => {
  const small = { ...MUG, 'Option1 Name': 'Size', 'Option1 Value': 'S' };
  const twins = (await read(rowsFrom(small, { ...small, 'Option1 Value': 's' }))).drafts[0];
  expect([twins?.variants.length, twins?.notes[0]?.line]).toEqual([1, 3]);
  const numbered = { ...small, 'Variant SKU': 'A' };
  const skus = async () =>
    (await read(rowsFrom(numbered, { ...numbered, 'Option1 Value': 'M' }))).drafts[0]?.variants.map(
      ({ sku }) => sku,
    );
  expect(await skus()).toEqual(['A', expect.stringMatching(/^A-[0-9a-f]{8}$/)]);
  expect(await skus()).toEqual(await skus());
});

test('R22: rows without any text are no rows', async () => {
  const { drafts, faults } = await read(csv(HEADER, 'a,A,,Title,Default Title,1', ',,,,,', ' , ,,,,', ''));
  expect([drafts.length, faults, drafts[0]?.notes]).toEqual([1, [], []]);
});

test('R21: the present template is read, whatever the case of its names, with commas, semicolons or tabs', async () => {
  const names = [
    'Title',
    'URL handle',
    'Description',
    'published ON online store',
    'Status',
    'SKU',
    'Option1 name',
    'Option1 value',
    'Price',
    'Compare-at price',
  ];
  const more = [
    'Inventory quantity',
    'Continue selling when out of stock',
    'Weight value (grams)',
    'Product image URL',
    'Gift card',
    'SEO title',
    'Fabric (product.metafields.custom.fabric)',
    'My column',
  ];
  const cells = [
    'Blue Mug',
    'blue-mug',
    '<p>mug</p>',
    'TRUE',
    'Active',
    'NH-1',
    'Title',
    'Default Title',
    '12.50',
    '',
    '10',
    'DENY',
    '300',
    '',
    'FALSE',
    '',
    '',
    '',
  ];
  for (const mark of [',', ';', '\t']) {
    const { drafts, faults } = await read(csv(`\ufeff${[...names, ...more].join(mark)}`, cells.join(mark)));
    expect(faults).toEqual([]);
    expect(drafts).toMatchObject([
      {
        slug: 'blue-mug',
        title: 'Blue Mug',
        status: 'ACTIVE',
        notes: [],
        header: { unknown: ['My column'] },
      },
    ]);
    expect(drafts[0]?.variants).toMatchObject([
      { sku: 'NH-1', price: { amount: 1250 }, onHand: 10, weightGrams: 300, selectedOptions: [] },
    ]);
  }
});

test('R21: a fault names the column as the file does, and one column under two names is refused', async () => {
  const { faults } = await read(csv('Title,URL handle,Price', 'A,a,x'));
  expect(faults).toMatchObject([{ line: 2, column: 'Price' }]);
  await expect(read(csv('Title,URL handle,Price,Variant Price', ''))).rejects.toThrow(
    /Price and Variant Price are the same/,
  );
});

test('R20: an apostrophe of a text stays', async () => {
  const { drafts } = await read(
    csv(HEADER, "a,'90s Tee,,Title,Default Title,1", "b,'=x,,Title,Default Title,1"),
  );
  expect(drafts.map(({ title }) => title)).toEqual(["'90s Tee", "'=x"]);
});

test('a product with too many rows is refused whole', async () => {
  const rows = Array.from({ length: 2_501 }, (_, at) => ({
    ...MUG,
    'Option1 Name': 'No',
    'Option1 Value': String(at),
  }));
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
    fc.property(
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      fc.constantFrom(...MINOR_DIGITS.keys()),
      (amount, currency) => {
        expect(price(currency)(decimal({ amount, currency }))).toEqual({ value: { amount, currency } });
      },
    ),
  );
});

test('numbers made for variants differ whatever the values are, and are the same the next time', async () => {
  const values = fc.uniqueArray(
    fc
      .string({ minLength: 1, maxLength: 20 })
      .filter((value) => value.trim() === value && !/\p{Cc}/u.test(value)),
    {
      selector: (value) => value.toLowerCase(),
      minLength: 1,
      maxLength: 8,
    },
  );
  await fc.assert(
    fc.asyncProperty(values, async (all) => {
      const rows = rowsFrom(
        ...all.map((value) => ({ ...MUG, 'Option1 Name': 'Pick', 'Option1 Value': value })),
      );
      const numbers = async () => (await read(rows)).drafts[0]?.variants.map(({ sku }) => sku) ?? [];
      const first = await numbers();
      expect(new Set(first).size).toBe(all.length);
      expect(await numbers()).toEqual(first);
    }),
  );
});

test('lines are counted as a spreadsheet does, through cells of several lines', async () => {
  const rows: Row[] = [];
  for await (const row of csv(
    HEADER,
    'a,A,"one\ntwo\nthree",Title,Default Title,1',
    '',
    'b,B,,Title,Default Title,x',
  ))
    rows.push(row);
  expect(rows.map(({ line }) => line)).toEqual([2, 6]);
});

test('R22: a row with more or fewer cells than the header comes in, with a note where text is left out', async () => {
  const { drafts, faults } = await read(
    csv(HEADER, 'a,A,,Title,Default Title,1,extra', 'b,B,,Title,Default Title,1,,'),
  );
  expect(faults).toEqual([]);
  expect(drafts.map(({ notes }) => notes.length)).toEqual([1, 0]);
});

test('what is no product CSV is said to be none', async () => {
  await expect(read(csv('a,b', '1,2'))).rejects.toThrow(/missing: Handle, Title/);
  await expect(read(csv(''))).rejects.toThrow(/empty/);
  await expect(read(csv(HEADER, 'a,"A,,Title,Default Title,1'))).rejects.toThrow(
    /quotation mark is not closed/,
  );
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
