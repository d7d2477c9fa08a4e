import { expect, test } from 'vitest';
import { breakerStates, breaks } from '../metrics.ts';
import { guardOf } from './guard.ts';

test('a way that is closed because its subgraph fails is seen in the metrics', async () => {
  const figures = async () => [await breakerStates.get(), await breaks.get()].map(({ values }) => values[0]?.value);
  const guard = guardOf('products');
  expect(await figures()).toEqual([0, undefined]);
  const fail = () => guard(false, () => Promise.reject(new Error('away'))).catch(() => undefined);
  for (let i = 0; i < 100; i++) await fail();
  expect(await figures()).toEqual([2, 1]);
});
