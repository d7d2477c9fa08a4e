import { address, barcode, defaultTo, grams, line, oneOf, optional, price, truth, whole } from './cells.ts';
import { NO_OPTION, OPTIONS, optionName, optionValue } from './columns.ts';
import type { VariantDraft } from './draft.ts';
import { cell, type FaultFinder, type Row } from './row.ts';
import { fillSkus } from './sku.ts';

/** Something that is taken otherwise than the file has it. */
export type Note = Readonly<{ line: number; text: string }>;
type Options = VariantDraft['selectedOptions'];
type Of = Readonly<{ handle: string; currency: string; names: readonly (string | null)[] }>;

const MAX_VARIANTS = 250;
const MAX_STOCK = 1_000_000;

/** Names of the three options, null where there is none. */
export const optionNames = ({ read, fault }: FaultFinder, first: Row): (string | null)[] => {
  const names = OPTIONS.map((number) => read(first, optionName(number), optional(line(50)), null));
  names.forEach((name, at) => {
    if (name !== null && names.findIndex((other) => other?.toLowerCase() === name.toLowerCase()) < at)
      fault(first, `Option${at + 1} Name`, `“${name}” is there twice`);
  });
  return names;
};

/** The variants of a product: every row that has a price, a number or a value of an option. */
export const variantsOf = (finder: FaultFinder, rows: readonly [Row, ...Row[]], of: Of, notes: Note[]): VariantDraft[] => {
  const ofVariants = rows.filter((row) =>
    ['Variant Price', 'Variant SKU', ...OPTIONS.map(optionValue)].some((column) => cell(row, column)),
  );
  if (ofVariants.length === 0) finder.fault(rows[0], 'Variant Price', 'the product has no variant');
  if (ofVariants.length > MAX_VARIANTS) finder.fault(rows[0], 'Handle', `a product may have at most ${MAX_VARIANTS} variants`);
  for (const row of rows.filter((other) => !ofVariants.includes(other))) variantCells(finder, row, of.currency, true);
  const variants = ofVariants.map((row) => variantOf(finder, row, of, notes));
  refuseTwins(finder, ofVariants, variants);
  return fillSkus(of.handle, variants);
};

const variantOf = (finder: FaultFinder, row: Row, { currency, names }: Of, notes: Note[]): VariantDraft => {
  const { compareAt, ...cells } = variantCells(finder, row, currency, false);
  const isOffer = compareAt !== null && compareAt.amount > cells.price.amount;
  if (compareAt !== null && !isOffer && compareAt.amount !== 0)
    notes.push({ line: row.line, text: 'Variant Compare At Price is not above the price, so that it is left out' });
  if (cell(row, 'Variant Inventory Policy').toLowerCase() === 'continue')
    notes.push({ line: row.line, text: 'Variant Inventory Policy “continue” is taken as “deny”: nothing is sold that is not there' });
  return { line: row.line, ...cells, compareAtPrice: isOffer ? compareAt : null, selectedOptions: optionsOf(finder, row, names) };
};

/** All columns of a variant are read, those that are not kept too, so that a file that went out of step is found. */
const variantCells = ({ read }: FaultFinder, row: Row, currency: string, isPicture: boolean) => {
  const none = { amount: 0, currency };
  read(row, 'Variant Inventory Policy', defaultTo('deny', oneOf('deny', 'continue')), 'deny');
  read(row, 'Variant Requires Shipping', defaultTo(true, truth), true);
  read(row, 'Variant Taxable', defaultTo(true, truth), true);
  read(row, 'Variant Weight Unit', defaultTo('g', oneOf('g', 'kg', 'oz', 'lb')), 'g');
  return {
    sku: read(row, 'Variant SKU', optional(line(64)), null) ?? '',
    price: isPicture ? none : read(row, 'Variant Price', price(currency), none),
    compareAt: read(row, 'Variant Compare At Price', optional(price(currency)), null),
    weightGrams: read(row, 'Variant Grams', optional(grams), null) || null,
    barcode: read(row, 'Variant Barcode', optional(barcode), null),
    image: read(row, 'Variant Image', optional(address), null),
    onHand: read(row, 'Variant Inventory Qty', defaultTo(0, whole(0, MAX_STOCK)), 0),
  };
};

const optionsOf = (finder: FaultFinder, row: Row, names: readonly (string | null)[]): Options =>
  names.flatMap((name, at) => {
    const column = optionValue(at + 1);
    const said = finder.read(row, column, optional(line(100)), null);
    if (name === NO_OPTION.name && said === NO_OPTION.value) return [];
    if (name === null && said !== null) finder.fault(row, column, `there is no ${optionName(at + 1)}`);
    if (name !== null && said === null && cell(row, column) === '')
      finder.fault(row, column, `is empty: every variant needs its “${name}”`);
    return name === null || said === null ? [] : [{ name, value: said }];
  });

const refuseTwins = (finder: FaultFinder, rows: readonly Row[], variants: readonly VariantDraft[]): void => {
  const twin = (column: string, keyOf: (variant: VariantDraft) => string, what: string): void => {
    const seen = new Map<string, number>();
    variants.forEach((variant, at) => {
      const row = rows[at];
      const key = keyOf(variant);
      const first = seen.get(key);
      if (row && key !== '' && first !== undefined) finder.fault(row, column, `line ${first} has the same ${what}`);
      else seen.set(key, variant.line);
    });
  };
  twin('Option1 Value', ({ selectedOptions }) => JSON.stringify(selectedOptions.map(({ value }) => value.toLowerCase())), 'options');
  twin('Variant SKU', ({ sku }) => sku.toLowerCase(), 'SKU');
};
