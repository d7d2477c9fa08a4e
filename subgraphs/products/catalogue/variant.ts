import type { ProductVariantInput } from '../../../generated/products/types.ts';
import type { VariantId } from '../../../kernel/ids.ts';
import { isCurrency, type Money } from '../../../kernel/money.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '../../../kernel/outcome.ts';
import { countFault, fault, rangeFault, textFault } from '../check.ts';
import { LIMITS } from '../limits.ts';
import { changePrice } from './price.ts';
import { optionKey, type Product, priceOf, type SelectedOption, type Variant } from './product.ts';

type Field = readonly (string | number)[];

export const MAX_VARIANTS = LIMITS.variants;
const MAX_AMOUNT = LIMITS.amount;
const MAX_OPTIONS = LIMITS.options;
export const MAX_ON_HAND = LIMITS.onHand;

/** What is wrong with a variant's own fields. Those that are not given are not looked at. */
export const variantFaults = (input: Partial<ProductVariantInput>, at: Field): Refusal[] => [
  ...(input.sku == null ? [] : textFault('The SKU', input.sku, LIMITS.sku, [...at, 'sku'])),
  ...(input.price == null ? [] : amountFault('The price', input.price, [...at, 'price'])),
  ...(input.compareAtPrice == null
    ? []
    : amountFault('The struck-through price', input.compareAtPrice, [...at, 'compareAtPrice'])),
  ...optionFaults(input.selectedOptions ?? [], [...at, 'selectedOptions']),
  ...(input.weightGrams == null
    ? []
    : rangeFault('The weight', input.weightGrams, 0, LIMITS.weightGrams, [...at, 'weightGrams'])),
  ...(input.barcode == null
    ? []
    : textFault('The bar code', input.barcode, LIMITS.barcode, [...at, 'barcode'])),
  ...(input.onHand == null
    ? []
    : rangeFault('The opening stock', input.onHand, 0, MAX_ON_HAND, [...at, 'onHand'])),
];

const amountFault = (what: string, { amount, currency }: Money, at: Field): Refusal[] => [
  ...rangeFault(what, amount, 0, MAX_AMOUNT, [...at, 'amount']),
  ...fault(!isCurrency(currency), `${currency} is no longer a currency: enter the price in another one.`, [
    ...at,
    'currency',
  ]),
];

const optionFaults = (options: readonly SelectedOption[], at: Field): Refusal[] => [
  ...countFault('options', options, 0, MAX_OPTIONS, at),
  ...options.flatMap(({ name, value }, i) => [
    ...textFault('The option', name, LIMITS.optionName, [...at, i, 'name']),
    ...textFault('The value', value, LIMITS.optionValue, [...at, i, 'value']),
  ]),
  ...fault(
    new Set(options.map(({ name }) => name.trim())).size < options.length,
    'An option has one value.',
    at,
  ),
];

/** A variant of an input that has no faults. */
export const newVariant = (id: VariantId, input: ProductVariantInput, now: Date): Variant => ({
  id,
  sku: input.sku.trim(),
  selectedOptions: trimmed(input.selectedOptions),
  compareAtPrice: input.compareAtPrice ?? null,
  prices: changePrice([], input.price, now),
  weightGrams: input.weightGrams ?? null,
  barcode: input.barcode?.trim() ?? null,
});

export type VariantChanges = Partial<{
  [Field in keyof Omit<ProductVariantInput, 'onHand'>]: ProductVariantInput[Field] | null;
}>;

/** A variant with what is new; null takes away what can be missing. */
export const changeVariant = (variant: Variant, changes: VariantChanges, now: Date): Variant => ({
  ...variant,
  sku: changes.sku?.trim() ?? variant.sku,
  selectedOptions: changes.selectedOptions ? trimmed(changes.selectedOptions) : variant.selectedOptions,
  prices: changes.price ? changePrice(variant.prices, changes.price, now) : variant.prices,
  compareAtPrice: changes.compareAtPrice === undefined ? variant.compareAtPrice : changes.compareAtPrice,
  weightGrams: changes.weightGrams === undefined ? variant.weightGrams : changes.weightGrams,
  barcode: changes.barcode === undefined ? variant.barcode : (changes.barcode?.trim() ?? null),
});

const trimmed = (options: readonly SelectedOption[]): SelectedOption[] =>
  options.map(({ name, value }) => ({ name: name.trim(), value: value.trim() }));

/** Rules between the variants of a product: one currency, the same options, no choice and no SKU twice. */
export const withVariants = (
  product: Product,
  variants: readonly Variant[],
  at: (index: number) => Field,
): Outcome<Product> => {
  if (variants.length === 0)
    return refuse('INVALID', 'A product keeps at least one variant; archive the product instead.', []);
  if (variants.length > MAX_VARIANTS)
    return refuse('LIMIT_EXCEEDED', `A product has at most ${MAX_VARIANTS} variants.`, []);
  const seen = { options: firstPlaces(variants, optionsKey), skus: firstPlaces(variants, ({ sku }) => sku) };
  const faults = variants.flatMap((variant, i) =>
    againstOthers(variant, seen, i, variants[0] ?? variant, at(i)),
  );
  return faults.length ? refuseAll(faults) : done({ ...product, variants });
};

/** Where each key comes first, so that a product with thousands of variants is checked in one walk. */
const firstPlaces = (
  variants: readonly Variant[],
  keyOf: (variant: Variant) => string,
): ReadonlyMap<string, number> => {
  const places = new Map<string, number>();
  variants.forEach((variant, at) => {
    if (!places.has(keyOf(variant))) places.set(keyOf(variant), at);
  });
  return places;
};

const optionsKey = ({ selectedOptions }: Variant): string => optionKey(selectedOptions);

type Seen = Readonly<{ options: ReadonlyMap<string, number>; skus: ReadonlyMap<string, number> }>;

const againstOthers = (
  variant: Variant,
  { options, skus }: Seen,
  place: number,
  first: Variant,
  at: Field,
): Refusal[] => [
  ...fault(
    priceOf(variant).currency !== priceOf(first).currency,
    'All variants of a product are priced in one currency.',
    [...at, 'price'],
  ),
  ...compareAtFaults(variant, at),
  ...fault(namesOf(variant) !== namesOf(first), 'All variants of a product have the same options.', [
    ...at,
    'selectedOptions',
  ]),
  ...taken((options.get(optionsKey(variant)) ?? place) < place, 'Another variant has these options.', [
    ...at,
    'selectedOptions',
  ]),
  ...taken((skus.get(variant.sku) ?? place) < place, 'Another variant has this SKU.', [...at, 'sku']),
];

const taken = (isTaken: boolean, message: string, field: Field): Refusal[] =>
  isTaken ? [{ code: 'ALREADY_EXISTS', message, field }] : [];

const compareAtFaults = (variant: Variant, at: Field): Refusal[] => {
  const { compareAtPrice: before } = variant;
  const price = priceOf(variant);
  return fault(
    before !== null && (before.currency !== price.currency || before.amount <= price.amount),
    'The struck-through price is above the price, in the same currency.',
    [...at, 'compareAtPrice'],
  );
};

const namesOf = ({ selectedOptions }: Variant): string =>
  JSON.stringify(selectedOptions.map(({ name }) => name.toLowerCase()).sort());
