import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lane } from './lane.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that is done when the test says so. */
const piece = () => {
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { work: vi.fn(() => done), finish };
};
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

test('so many at a time, so many waiting in order, and the others are told to come back', async () => {
  const inTurn = lane(1, 2);
  const pieces = [piece(), piece(), piece(), piece()];
  const asked = pieces.map(({ work }) => codeOf(inTurn(work)));
  expect(await asked[3]).toBe('RATE_LIMITED');
  for (const [i, { finish }] of pieces.slice(0, 3).entries()) {
    finish();
    expect(await asked[i]).toBe('done');
  }
  expect(pieces.map(({ work }) => work.mock.calls.length)).toEqual([1, 1, 1, 0]);
});

test('what waited too long is told so while somebody still listens, and gives its place away', async () => {
  const inTurn = lane(1, 1, () => 1_000);
  const [first, late, next] = [piece(), piece(), piece()];
  const done = codeOf(inTurn(first.work));
  const gaveUp = codeOf(inTurn(late.work));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await gaveUp).toBe('RATE_LIMITED');
  const taken = codeOf(inTurn(next.work));
  first.finish();
  next.finish();
  expect([await done, await taken]).toEqual(['done', 'done']);
  expect(late.work).not.toHaveBeenCalled();
});

test('work that fails makes room as well', async () => {
  const inTurn = lane(1, 1);
  await expect(inTurn(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await codeOf(inTurn(async () => undefined))).toBe('done');
});
