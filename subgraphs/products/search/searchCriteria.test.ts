import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProductFilter } from '../../../generated/products/types.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { parseCriteria } from './searchCriteria.ts';

const origin = { ip: null, userAgent: null };
const guest: Viewer = { kind: 'guest', origin };
const staff: Viewer = { kind: 'person', userId: newId('user'), role: 'STAFF', sessionId: 's', origin };
const read = (query: string | null, filter: ProductFilter = {}, viewer: Viewer = guest) =>
  parseCriteria(viewer, { query, filter }, [], null);

describe('what is wanted', () => {
  test('has each telling word once, without its ending', () => {
    expect(read('The Mugs of the MUG').terms?.[0]).toEqual(['mug']);
    expect(read('the').terms).toEqual([['the']]);
  });

  test('is anything without a query, and nothing where a query has no word', () => {
    expect(read(null).terms).toBeNull();
    expect(read('  ').terms).toBeNull();
    expect(read('.*').terms).toEqual([[]]);
  });

  test('A25: has terms of letters, marks and digits alone, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 32 }), (typed) => {
        for (const term of (read(typed).terms ?? []).flat()) expect(term).toMatch(/^[\p{L}\p{M}\p{N}]+$/u);
      }),
    );
    expect(() => read('a'.repeat(65))).toThrow(/64/);
  });

  test('is what is sold, unless staff asks for more', () => {
    expect(read(null, { statuses: ['DRAFT'] }).statuses).toEqual(['ACTIVE']);
    expect(read(null, { statuses: ['DRAFT'] }, staff).statuses).toEqual(['DRAFT']);
    expect(read(null, {}, staff).statuses).toEqual(['ACTIVE']);
  });

  test('names any of several values of an option', () => {
    const options = ['S', 'm'].map((value) => ({ name: 'Size', value })).concat({ name: 'SIZE', value: 'L' });
    expect([...read(null, { options }).options.values()]).toEqual([['s', 'm', 'l']]);
  });

  test('has at most 64 values of a kind', () => {
    expect(() => read(null, { tags: Array.from({ length: 65 }, String) })).toThrow(/64/);
  });
});
