import { LIMITS } from '../limits.ts';
import {
  address,
  barcode,
  cutLine,
  defaultTo,
  grams,
  lenient,
  line,
  oneOf,
  optional,
  price,
  quantity,
  truth,
} from './cells.ts';
import { NO_OPTION, OPTIONS, optionName, optionValue } from './columns.ts';
import type { VariantDraft } from './productDraft.ts';
import { cell, type FaultFinder, isOurs, type Row } from './row.ts';
import { fillSkus, skuBeside } from './skus.ts';

type Options = VariantDraft['selectedOptions'];
type Of = Readonly<{ handle: string; currency: string; names: readonly (string | null)[] }>;

/** The names of the options, null if there are none. A missing or duplicate name is replaced by a generated one. */
export const optionNames = (
  { read, note }: FaultFinder,
  rows: readonly [Row, ...Row[]],
): (string | null)[] => {
  const names: (string | null)[] = [];
  for (const number of OPTIONS) {
    const column = optionName(number);
    const given = read(rows[0], column, optional(cutLine(LIMITS.optionName)), null);
    const isUsed = rows.some(
      (row) => cell(row, optionValue(number)) !== '' && cell(row, optionValue(number)) !== NO_OPTION.value,
    );
    const isTaken = (name: string): boolean =>
      names.some((other) => other?.toLowerCase() === name.toLowerCase());
    const name = given ?? (isUsed ? `Option ${number}` : null);
    if (given === null && name !== null) note(rows[0], column, `is empty, and becomes “${name}”`);
    const own = name !== null && isTaken(name) ? `${name.slice(0, LIMITS.optionName - 4)} ${number}` : name;
    if (own !== name) note(rows[0], column, `“${name}” is there twice: this one becomes “${own}”`);
    names.push(own);
  }
  return names;
};

/** The variants of a product: every row that has a price, a number or a value of an option. */
export const variantsOf = (finder: FaultFinder, rows: readonly [Row, ...Row[]], of: Of): VariantDraft[] => {
  const ofVariants = rows.filter((row) =>
    ['Variant Price', 'Variant SKU', ...OPTIONS.map(optionValue)].some((column) => cell(row, column)),
  );
  if (ofVariants.length === 0) finder.fault(rows[0], 'Variant Price', 'the product has no variant');
  if (ofVariants.length > LIMITS.variants)
    finder.fault(rows[0], 'Handle', `a product may have at most ${LIMITS.variants} variants`);
  const all = ofVariants.map((row) => ({ row, variant: variantOf(finder, row, of) }));
  const variants = withoutTwins(finder, all).map(({ variant }) => variant);
  return fillSkus(
    of.handle,
    withOwnSkus(
      finder,
      of.handle,
      all.filter(({ variant }) => variants.includes(variant)),
    ),
  );
};

const variantOf = (finder: FaultFinder, row: Row, { currency, names }: Of): VariantDraft => {
  const { compareAt, ...cells } = variantCells(finder, row, currency);
  const isOffer = compareAt !== null && compareAt.amount > cells.price.amount;
  if (compareAt !== null && !isOffer && compareAt.amount !== 0)
    finder.note(row, 'Variant Compare At Price', 'is not above the price, so that it is left out');
  return {
    line: row.line,
    ...cells,
    compareAtPrice: isOffer ? compareAt : null,
    selectedOptions: optionsOf(finder, row, names),
  };
};

/** All columns of a variant are read, those that are not kept too, so that a file that went out of step is found. */
const variantCells = ({ read, note }: FaultFinder, row: Row, currency: string) => {
  const none = { amount: 0, currency };
  const mayOversell = ['continue', 'true', 'yes'].includes(
    cell(row, 'Variant Inventory Policy').toLowerCase(),
  );
  if (mayOversell)
    note(row, 'Variant Inventory Policy', '“continue” is taken as “deny”: nothing is sold that is not there');
  else
    read(
      row,
      'Variant Inventory Policy',
      defaultTo('deny', lenient('deny', oneOf('deny', 'false', 'no'))),
      'deny',
    );
  read(row, 'Variant Requires Shipping', defaultTo(true, lenient(true, truth)), true);
  read(row, 'Variant Taxable', defaultTo(true, lenient(true, truth)), true);
  read(row, 'Variant Weight Unit', defaultTo('g', lenient('g', oneOf('g', 'kg', 'oz', 'lb'))), 'g');
  const weight = read(row, 'Variant Grams', optional(grams), null);
  return {
    sku: read(row, 'Variant SKU', optional(line(LIMITS.sku)), null) ?? '',
    price: read(row, 'Variant Price', price(currency), none),
    compareAt: read(row, 'Variant Compare At Price', optional(lenient(null, price(currency))), null),
    weightGrams: isOurs(row) ? weight : weight || null,
    barcode: read(row, 'Variant Barcode', optional(barcode), null),
    image: read(row, 'Variant Image', optional(lenient(null, address)), null),
    onHand: read(row, 'Variant Inventory Qty', defaultTo(0, quantity), 0),
  };
};

const NO_VALUE = 'Default';

const optionsOf = (finder: FaultFinder, row: Row, names: readonly (string | null)[]): Options =>
  names.flatMap((name, at) => {
    const column = optionValue(at + 1);
    const said = finder.read(row, column, optional(cutLine(LIMITS.optionValue)), null);
    const isNone = said === NO_OPTION.value || (said === null && at === 0);
    if (name === null || (name.toLowerCase() === NO_OPTION.name.toLowerCase() && isNone)) return [];
    if (said === null)
      finder.note(row, column, `is empty, and becomes “${NO_VALUE}”: every variant needs its “${name}”`);
    return [{ name, value: said ?? NO_VALUE }];
  });

type Of1 = Readonly<{ row: Row; variant: VariantDraft }>;

/** Of variants with the same options the first one is kept. */
const withoutTwins = (finder: FaultFinder, all: readonly Of1[]): Of1[] => {
  const seen = new Map<string, number>();
  return all.filter(({ row, variant }) => {
    const key = JSON.stringify(variant.selectedOptions.map(({ value }) => value.toLowerCase()));
    const first = seen.get(key);
    if (first === undefined) seen.set(key, variant.line);
    else
      finder.note(
        row,
        'Option1 Value',
        `is that of line ${first} with all other options: this variant is left out`,
      );
    return first === undefined;
  });
};

/** An SKU names one variant: where it comes again, the later variant gets one of its own, the same at every import. */
const withOwnSkus = (finder: FaultFinder, handle: string, all: readonly Of1[]): VariantDraft[] => {
  const seen = new Map<string, number>();
  return all.map(({ row, variant }) => {
    const first = seen.get(variant.sku);
    if (first === undefined || variant.sku === '') {
      seen.set(variant.sku, variant.line);
      return variant;
    }
    const sku = skuBeside(variant.sku, handle, variant);
    finder.note(
      row,
      'Variant SKU',
      `“${variant.sku}” is that of line ${first}: this variant becomes “${sku}”`,
    );
    return { ...variant, sku };
  });
};
