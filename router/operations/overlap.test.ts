import fc from 'fast-check';
import { buildSchema, executeSync, parse, print, validate } from 'graphql';
import { expect, test } from 'vitest';
import { checkOverlap, withoutRepetitions } from './overlap.ts';

const schema = buildSchema('type Query { a(x: Int): Query b: Query n: Int m: Int }');
const codeOf = (text: string): string => {
  try {
    checkOverlap(parse(text));
    return 'passes';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('C02: a selection that is repeated word for word is taken once, in each selection set by itself', () => {
  const text = `{ a { ${'n '.repeat(380)} } ${'b { n } '.repeat(20)} ...f ...f a { m } } fragment f on Query { n n }`;
  expect(
    print(withoutRepetitions(parse(text)))
      .replace(/\s+/g, ' ')
      .trim(),
  ).toBe('{ a { n } b { n } ...f a { m } } fragment f on Query { n }');
});

test.each([
  [
    'one name with many sets of arguments',
    `{ ${Array.from({ length: 300 }, (_, i) => `a(x: ${i}) { n }`).join(' ')} }`,
  ],
  [
    'one name with many selections',
    `{ ${Array.from({ length: 120 }, (_, i) => `a { n m x${i}: n y${i}: m }`).join(' ')} }`,
  ],
  [
    'fragments that spread each other',
    `{ ...f0 } ${Array.from({ length: 14 }, (_, i) => `fragment f${i} on Query { a { n } ...f${i + 1} b { ...f${i + 1} } a { m ...f${i + 1} } }`).join(' ')} fragment f14 on Query { n }`,
  ],
])('C02: a document that validation would compare for long is too complex: %s', (_, text) => {
  expect(codeOf(text)).toBe('QUERY_TOO_COMPLEX');
});

test('C02: a page that is put together from forty fragments which share fields passes', () => {
  const fragments = Array.from(
    { length: 40 },
    (_, i) => `fragment f${i} on Query { n m a { n b { n } } x${i}: n }`,
  );
  const text = `{ a { ${fragments.map((__, i) => `...f${i}`).join(' ')} } } ${fragments.join(' ')}`;
  expect(codeOf(text)).toBe('passes');
});

const field: fc.Memo<string> = fc.memo((depth) => {
  const leaf = fc.constantFrom('n', 'm', 'n: m', 'm: n');
  if (depth <= 1) return leaf;
  const set = fc.array(field(depth - 1), { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));
  return fc.oneof(
    leaf,
    set.map((inner) => `a { ${inner} }`),
    set.map((inner) => `... on Query { ${inner} }`),
  );
});

test('C02: leaving repetitions out changes neither what is valid nor what is answered', () => {
  const root = { n: 1, m: 2, a: () => root };
  fc.assert(
    fc.property(fc.array(field(3), { minLength: 1, maxLength: 6 }), (fields) => {
      const document = parse(`{ ${fields.join(' ')} }`);
      const short = withoutRepetitions(document);
      const isValid = validate(schema, document).length === 0;
      expect(validate(schema, short).length === 0).toBe(isValid);
      if (isValid)
        expect(executeSync({ schema, document: short, rootValue: root })).toEqual(
          executeSync({ schema, document, rootValue: root }),
        );
    }),
    { numRuns: 300 },
  );
});
