import { setTimeout as wait } from 'node:timers/promises';
import type { Resource } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';

/** Does something again and again until it is closed; what fails is done again the next time. */
export const every = (milliseconds: number, name: string, work: () => Promise<void>, log: Log): Resource => {
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await work().catch((error: unknown) =>
        log.warn({ err: error }, `${name} failed and will be tried again`),
      );
      await wait(milliseconds, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
    }
  };
  const running = run();
  const close = async (): Promise<void> => {
    stopped.abort();
    await running;
  };
  return { name, ready: async () => undefined, close };
};
