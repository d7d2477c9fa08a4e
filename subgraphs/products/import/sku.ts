import { createHash } from 'node:crypto';
import { LIMITS } from '../limits.ts';
import type { VariantDraft } from './draft.ts';

const MAX = LIMITS.sku;

/** Gives a number to variants that have none: of the handle and the options, so that the next import finds the same variant. */
export const fillSkus = (handle: string, variants: readonly VariantDraft[]): VariantDraft[] => {
  const made = variants.map((variant) => variant.sku || skuOf(handle, variant));
  return variants.map((variant, at) => {
    const sku = made[at] ?? '';
    const isAlone = made.indexOf(sku) === made.lastIndexOf(sku);
    return {
      ...variant,
      sku: variant.sku || (isAlone && sku.length <= MAX ? sku : shortened(sku, handle, variant)),
    };
  });
};

const skuOf = (handle: string, { selectedOptions }: VariantDraft): string =>
  [handle, ...selectedOptions.map(({ value }) => plain(value) || hash(value))].join('-').toLowerCase();

/** Letters and digits alone, accents folded. */
const plain = (value: string): string =>
  value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const shortened = (sku: string, handle: string, { selectedOptions }: VariantDraft): string =>
  `${sku.slice(0, MAX - 9)}-${hash(JSON.stringify([handle, selectedOptions.map(({ value }) => value)]))}`;

/** An SKU for a variant whose own is that of another: the same whenever the same product is imported. */
export const skuBeside = (sku: string, handle: string, variant: VariantDraft): string =>
  shortened(sku, handle, variant);

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
