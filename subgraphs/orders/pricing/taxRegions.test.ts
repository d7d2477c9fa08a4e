import { expect, test } from 'vitest';
import { aMethod, anItem, aQuoteOf, berlin, vat } from '../../../tests/support/aQuote.ts';
import { parseAddress } from './problems.ts';
import { quote } from './quote.ts';
import type { TaxRate } from './tax.ts';

const rate = (country: string, region: string | null, percent: number, over: Partial<TaxRate> = {}) =>
  vat(percent * 1000, { country, region, included: false, ...over });
const at = (country: string, region: string | null, postalCode: string, taxRates: readonly TaxRate[]) => {
  const read = parseAddress({ ...berlin, country, region, postalCode }, 'shippingAddress');
  if (!read.ok) return read.refusals.map(({ field }) => field?.join('.'));
  const made = quote(
    aQuoteOf([[anItem(5186), 1]], { address: read.value, taxRates, shippingMethods: [aMethod(2490)] }),
  );
  return made.problems.length > 0 ? made.problems.map(({ field }) => field?.join('.')) : made.tax.amount;
};

test('R07: a region’s tax applies however the region is written', () => {
  const rates = [rate('US', 'NY', 8.875)];
  for (const region of ['NY', 'ny', 'New York', 'US-NY', 'us-ny', 'NEW YORK STATE'])
    expect([region, at('US', region, '10001', rates)]).toEqual([region, 681]);
  for (const region of [null, '', 'Nowhere'])
    expect(at('US', region, '10001', rates)).toEqual(['shippingAddress.region']);
  expect(at('US', 'NJ', '07001', rates)).toBe(0);
});

test('R07: a region’s rate applies to its subregions; the smallest region precedes, and a category only among equals', () => {
  const rates = [rate('ES', null, 21), rate('ES', 'CN', 7), rate('ES', 'TF', 3)];
  expect(at('ES', 'Madrid', '28039', rates)).toBe(1612);
  expect(at('ES', 'Las Palmas', '35001', rates)).toBe(537);
  expect(at('ES', 'Canary Islands', '35001', rates)).toBe(537);
  expect(at('ES', 'Santa Cruz de Tenerife', '38001', rates)).toBe(230);
});

test('R07: in a country with regional rates, an address needs a region even if the post does not', () => {
  const rates = [rate('DE', 'BY', 5), rate('DE', null, 1)];
  expect(at('DE', null, '80331', rates)).toEqual(['shippingAddress.region']);
  expect(at('DE', 'Nowhere', '80331', rates)).toEqual(['shippingAddress.region']);
  for (const region of ['BY', 'Bayern', 'Bavaria', 'DE-BY'])
    expect(at('DE', region, '80331', rates)).toBe(384);
  expect(at('DE', 'Hessen', '60311', rates)).toBe(77);
  expect(at('DE', null, '80331', [rate('DE', null, 1)])).toBe(77);
});

test('R07: a country’s rate does not apply to territories with their own country code', () => {
  const rates = [rate('US', 'PR', 10), rate('US', null, 2)];
  expect(at('US', 'Puerto Rico', '00901', rates)).toBe(768);
  expect(at('PR', null, '00901', rates)).toBe(0);
});
