import { expect, test } from 'vitest';
import { breakerOpened, breakerStates } from '../metrics.ts';
import { circuitBreakerFor } from './circuitBreaker.ts';

/** The metric of a subgraph's circuit breaker, and how often it opened. */
const figuresOf = async (subgraph: string) =>
  [await breakerStates.get(), await breakerOpened.get()].map(
    ({ values }) => values.find(({ labels }) => labels.subgraph === subgraph)?.value,
  );
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
const [CLOSED, OPEN, HALF_OPEN] = [0, 1, 2];

test('R43: a breaker is closed while its subgraph is healthy, open when it fails, half-open while one fetch probes it', async () => {
  const run = circuitBreakerFor('products');
  expect(await figuresOf('products')).toEqual([CLOSED, undefined]);
  await run(false, async () => 'answered');
  expect(await figuresOf('products')).toEqual([CLOSED, undefined]);
  const fail = () => run(false, () => Promise.reject(new Error('away'))).catch(() => undefined);
  for (let i = 0; i < 100; i++) await fail();
  expect(await figuresOf('products')).toEqual([OPEN, 1]);
  const probe = async (): Promise<readonly unknown[] | null> =>
    run(false, () => nextTurn().then(() => figuresOf('products'))).catch(
      () => new Promise((resolve) => setTimeout(resolve, 20, null)),
    );
  let probed = await probe();
  while (!probed) probed = await probe();
  expect(probed).toEqual([HALF_OPEN, 1]);
  expect(await figuresOf('products')).toEqual([CLOSED, 1]);
});

test('R43: breakers of several subgraphs are counted apart', async () => {
  circuitBreakerFor('carts');
  const run = circuitBreakerFor('orders');
  for (let i = 0; i < 100; i++)
    await run(false, () => Promise.reject(new Error('away'))).catch(() => undefined);
  expect([await figuresOf('carts'), await figuresOf('orders')]).toEqual([
    [CLOSED, undefined],
    [OPEN, 1],
  ]);
});
