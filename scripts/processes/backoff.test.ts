import { expect, test } from 'vitest';
import { backoff } from './backoff.ts';

test('R42: a program that ends within a minute of being ready waits twice as long each time, up to half a minute', () => {
  const delayAfter = backoff();
  const delays = [0, 1_001, 5_000, 59_999, 20_000, 0, 0, 0].map(delayAfter);
  expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test('R42: a program that ran for a minute begins its backoff anew', () => {
  const delayAfter = backoff();
  expect([0, 0, 60_000, 0, 3_600_000, 0].map(delayAfter)).toEqual([500, 1_000, 500, 1_000, 500, 1_000]);
});

test('R42: what counts as a minute may be set', () => {
  const delayAfter = backoff(1_000);
  expect([0, 0, 1_000, 999].map(delayAfter)).toEqual([500, 1_000, 500, 1_000]);
});
