import { expect, test } from 'vitest';
import { timeSlice } from './timeSlice.ts';

/** Whether a turn of the event loop passes while the next task waits. */
const waitsATurn = async (slice: () => Promise<void>): Promise<boolean> => {
  let hasTurned = false;
  const turn = new Promise<void>((resolve) =>
    setImmediate(() => {
      hasTurned = true;
      resolve();
    }),
  );
  await slice();
  const waited = hasTurned;
  await turn;
  return waited;
};

test('only the first task of a slice waits for a turn of the event loop', async () => {
  const slice = timeSlice(60_000);
  expect(await waitsATurn(slice)).toBe(true);
  expect(await waitsATurn(slice)).toBe(false);
  expect(await waitsATurn(slice)).toBe(false);
});

test('a task after the end of the slice waits for a turn again', async () => {
  const slice = timeSlice(0);
  expect(await waitsATurn(slice)).toBe(true);
  expect(await waitsATurn(slice)).toBe(true);
});
