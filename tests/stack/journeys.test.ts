import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Shop, startShop } from '../support/shop.ts';

const run = promisify(execFile);
let shop: Shop;
beforeAll(async () => {
  shop = await startShop();
});
afterAll(async () => {
  await shop?.stop();
  shop?.remove();
});

/** Plays one journey of the shop's frontends; its output, with a line for each check. */
const play = async (journey: string): Promise<string> => {
  const args = [
    '--import',
    './dist/scripts/test/watchFetch.js',
    'tests/contract/journeys.mjs',
    '--url',
    `${shop.url}/graphql`,
    '--data',
    shop.dataDir,
    '--only',
    journey,
  ];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 10_000_000 }).catch((failed: { stdout: string }) => failed);
  return stdout;
};
const failures = (output: string): string[] => output.split('\n').filter((line) => line.startsWith('FAILED'));

describe('what the shop’s frontends do works against real processes', () => {
  const journeys = ['contract', 'browse', 'search', 'account', 'carts', 'checkout', 'customer', 'declined', 'once', 'access', 'uploads'];
  test.each(journeys)('%s', async (journey) => {
    const output = await play(journey);
    expect(failures(output)).toEqual([]);
    expect(output).toMatch(/^[1-9]\d* passed, 0 failed$/m);
  });
});
