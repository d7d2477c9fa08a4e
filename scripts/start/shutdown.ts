import type { ProcessManager } from '../processes/processManager.ts';
import type { Progress } from './progress.ts';

export type Farewell = Readonly<{ isAsked(): boolean; stopped: Promise<void> }>;

/** Stops everything at the first signal. Later signals change nothing: the stop is bounded in time. */
export const stopOnSignals = (processes: ProcessManager, progress: Progress): Farewell => {
  let isAsked = false;
  const stopped = new Promise<void>((resolve, reject) => {
    const stop = (): void => {
      if (isAsked) return;
      isAsked = true;
      progress.say('Stopping');
      processes.stop().then(resolve, reject);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    /** A terminal that is closed takes the shop with it; under nohup there is none, and the shop goes on. */
    if (process.stdout.isTTY) process.on('SIGHUP', stop);
  });
  process.stdout.on('error', () => undefined);
  return { isAsked: () => isAsked, stopped };
};
