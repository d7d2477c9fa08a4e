import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('R16: pauses double up to a limit, and half of each is random', () => {
  const least = Array.from({ length: 12 }, (_, failures) => backoffMs(failures + 1, null, () => 0));
  const most = Array.from({ length: 12 }, (_, failures) => backoffMs(failures + 1, null, () => 1));
  expect(least.slice(0, 4)).toEqual([250, 500, 1000, 2000]);
  expect(most).toEqual([
    500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 120_000, 120_000, 120_000, 120_000,
  ]);
});

test('R16: no pause is shorter than Retry-After, and none is endless', () => {
  expect(backoffMs(1, 30_000)).toBe(30_000);
  expect(backoffMs(1, 10)).toBeGreaterThanOrEqual(250);
  expect(backoffMs(1, 1e12)).toBe(3_600_000);
});
