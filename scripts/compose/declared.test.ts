import { expect, test } from 'vitest';
import { readDeclared } from './declared.ts';

test('R36: declared changes are a list of texts with reasons; an empty file declares nothing', () => {
  const change = 'FIELD_REMOVED: Product.weight was removed.';
  expect(readDeclared(`- change: "${change}"\n  reason: nobody reads it\n`)).toEqual([
    { change, reason: 'nobody reads it' },
  ]);
  expect(readDeclared('')).toEqual([]);
  expect(readDeclared('# none yet\n')).toEqual([]);
});

test.each([
  ['changes:\n  - x\n', 'the file: must be a list'],
  ['FIELD_REMOVED: Product.weight was removed.', 'the file: must be a list'],
  ['- FIELD_REMOVED\n', 'change 1: must be an object with change and reason'],
  ['- change: a\n  reason: b\n- change: x\n', 'change 2, reason: must be a text'],
  ['- change: a\n  reason: " "\n', 'change 1, reason: must not be empty'],
  ['- change: a\n  reason: b\n  until: 2027\n', 'change 1'],
  ['- change: [a\n', 'at line 2'],
  ['- null\n', 'change 1'],
])('R36: a wrong file is refused with its place and the right format: %j', (source, what) => {
  const fault = readDeclared(source);
  expect(fault).toEqual(expect.stringContaining(what));
  expect(fault).toContain('- change: "FIELD_REMOVED: Product.weight was removed."');
});
