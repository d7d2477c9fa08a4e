import { expect, test } from 'vitest';
import { databaseOf, STORES } from '../datastores/urls.ts';
import { readMigrations, sharedPrefixes } from './folder.ts';

test.each(STORES.postgres.map(databaseOf))('each migration of %s has a time stamp of its own', (name) => {
  const names = readMigrations(`prisma/${name}`).map((migration) => migration.name);
  expect(
    names.every((each) => /^\d{14}_[a-z0-9_]+$/.test(each)),
    names.join(', '),
  ).toBe(true);
  expect(sharedPrefixes(names)).toEqual([]);
});

test('migrations that share a time stamp are found', () => {
  expect(sharedPrefixes(['20270101000000_a', '20270101000000_b', '20270101000001_c'])).toEqual([
    '20270101000000_a',
    '20270101000000_b',
  ]);
});
