import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

const SLICE_MS = 5;

/**
 * Splits a long row of small tasks into slices of `sliceMs` each. Call what it returns before each task: it waits one turn of the event
 * loop where the slice is over, so that other requests are answered in between, and returns at once where it is not. A turn for every
 * task would make a row of hundreds wait for seconds while the process is busy.
 */
export const timeSlice = (sliceMs = SLICE_MS): (() => Promise<void>) => {
  let beganAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - beganAt < sliceMs) return;
    await nextTurn();
    beganAt = performance.now();
  };
};
