import { expect, test } from 'vitest';
import { money } from '../../../kernel/money.ts';
import { variantFaults } from './variant.ts';

test('R03: nothing new is priced in a currency that was withdrawn', () => {
  const faults = (currency: string) =>
    variantFaults({ price: money(100, currency) }, ['variants', 0]).map(({ code, field }) => [code, field]);
  expect(faults('BGN')).toEqual([['INVALID', ['variants', 0, 'price', 'currency']]]);
  expect(faults('XCG')).toEqual([]);
});
