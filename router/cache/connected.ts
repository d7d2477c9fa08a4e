import type { EventEmitter } from 'node:events';

const START_MS = 1_000;

/** Waits for what happens once a store is connected, for as long as a start may take it: without the store everything is served all the same. */
export const connected = (source: EventEmitter, event: string): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      source.off(event, done);
      resolve();
    };
    const timer = setTimeout(done, START_MS);
    source.once(event, done);
  });
