import { expect, test } from 'vitest';
import { parseAddress } from './address.ts';

const berlin = {
  name: 'Ada Example',
  line1: '1 Main Street',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

test('an address is kept trimmed, its absent lines as null', () => {
  expect(parseAddress({ ...berlin, city: '  Berlin ', line2: ' ' })).toEqual({
    ok: true,
    value: { ...berlin, company: null, line2: null, region: null, phone: null },
  });
});

test('each line that a parcel needs is named when it is empty', () => {
  const outcome = parseAddress({ ...berlin, name: '', city: ' ' });
  expect(outcome.ok || outcome.refusals.map((refusal) => refusal.field)).toEqual([
    ['address', 'name'],
    ['address', 'city'],
  ]);
});

test('a line that is too long is refused, and one with a line break is misuse', () => {
  expect(parseAddress({ ...berlin, line1: 'x'.repeat(201) }).ok).toBe(false);
  expect(() => parseAddress({ ...berlin, line1: '1 Main Street\r\nBcc: x' })).toThrow();
});
