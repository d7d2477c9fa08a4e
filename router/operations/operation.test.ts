import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { apiOf } from '../../scripts/compose/changes.ts';
import { operations } from './operation.ts';

const graph = { schema: apiOf(readFileSync('router/supergraph.graphql', 'utf8')), id: 'test' };
const { prepare } = operations(graph, { introspection: true, suggests: false });
const times = (count: number, of: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => of(i)).join(' ');
const nested = (levels: number, inside: string): string =>
  `${'parent { '.repeat(levels)}${inside}${' }'.repeat(levels)}`;

/** The worst that 2,000 tokens can do to whoever reads, checks and compares them. */
const HEAVY: Readonly<Record<string, string>> = {
  'A01: six hundred levels': `{ categories { ${nested(600, 'id')} } }`,
  'A03: fields that are all the same one': `{ categories { ${times(650, () => 'id name')} } }`,
  'A03: objects that are all the same one': `{ ${times(20, () => `categories { ${times(45, () => 'parent { id }')} }`)} }`,
  'A03: each level twice': `{ categories { ${times(9, () => 'parent { id parent { id parent { id parent { id } } } }').replaceAll('id', 'id id id id id id id id')} } }`,
  'A07: a directive on each field': `{ ${times(280, () => '__typename @include(if: true)')} }`,
  'A08: a ring of two hundred fragments': `{ categories { ...f0 } } ${times(200, (i) => `fragment f${i} on Category { ...f${(i + 1) % 200} }`)}`,
  'A08: fragments that multiply': `{ categories { ...f0 } } ${times(80, (i) => `fragment f${i} on Category { ...f${i + 1} ...f${i + 1} ...f${i + 1} }`)} fragment f80 on Category { id }`,
  'A08: fragments that all name each other': `{ categories { ...f0 } } ${times(24, (i) => `fragment f${i} on Category { ${times(24, (k) => `...f${k}`)} }`)}`,
  'A08: fragments beside each other': `{ categories { ${times(140, (i) => `...f${i}`)} } } ${times(140, (i) => `fragment f${i} on Category { parent { id name } }`)}`,
  'A13: names that are all unknown': `{ ${times(900, (i) => `unknown${i}`)} }`,
};

/** What the processor did for it, which does not depend on what else the machine does. */
const cpuMs = (run: () => void): number => {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};
const judge = (text: string): void => {
  try {
    prepare(text, null);
  } catch {
    // A refusal takes its time as an acceptance does.
  }
};

test.each(Object.keys(HEAVY))('%s take no tenth of a second', (name) => {
  const took = [1, 2, 3, 4, 5].map((i) => cpuMs(() => judge(`${HEAVY[name]} # ${i}`)));
  expect(Math.min(...took)).toBeLessThan(100);
});
