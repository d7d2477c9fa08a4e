import { expect, test } from 'vitest';
import { readTestArguments } from './arguments.ts';

const files = () => ['kernel/money.test.ts', 'tests/stores/carts.test.ts'];
const read = (...args: string[]) => readTestArguments(args, files);

test('tiers, paths and parts of paths choose what runs', () => {
  expect(read()).toEqual({ tiers: [], patterns: [], coverage: false });
  expect(read('unit', 'stores', '--coverage')).toEqual({
    tiers: ['unit', 'stores'],
    patterns: [],
    coverage: true,
  });
  expect(read('--', './tests/stores/carts.test.ts')).toMatchObject({
    tiers: [],
    patterns: ['tests/stores/carts.test.ts'],
  });
  expect(read('stores', 'carts')).toMatchObject({ tiers: ['stores'], patterns: ['carts'] });
});

test('a wrong name and an unknown option get one sentence', () => {
  expect(read('unti')).toMatch(
    /^There is no tier and no test file "unti": name a tier \(unit, stores, .*\) or a part of a file's path\.$/,
  );
  expect(read('--watch')).toBe('There is no option --watch: see npm test -- --help');
});

test('the files of the project are found', () => {
  expect(readTestArguments(['scripts/test/arguments.test.ts'])).toMatchObject({
    patterns: ['scripts/test/arguments.test.ts'],
  });
});
