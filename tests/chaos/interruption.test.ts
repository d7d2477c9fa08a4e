import { expect, test } from 'vitest';
import { Interrupted, stopOnSignal } from './interruption.ts';

test('a signal aborts the run instead of ending the process, until the run is over', () => {
  const before = process.listenerCount('SIGTERM');
  const { signal, forget } = stopOnSignal();
  process.emit('SIGTERM', 'SIGTERM');
  expect(signal.reason).toBeInstanceOf(Interrupted);
  expect(signal.reason).toMatchObject({ signal: 'SIGTERM' });
  forget();
  expect(process.listenerCount('SIGTERM')).toBe(before);
});
