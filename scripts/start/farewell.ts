import type { Fleet } from '../processes/fleet.ts';
import type { Progress } from './progress.ts';

/** Stops everything at the first signal; answers when all of it is gone. Later signals change nothing, the stop is bounded in time. */
export const stopOnSignals = (fleet: Fleet, progress: Progress): Promise<void> =>
  new Promise((resolve, reject) => {
    let isStopping = false;
    const stop = (): void => {
      if (isStopping) return;
      isStopping = true;
      progress.say('Stopping');
      fleet.stop().then(resolve, reject);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    /** A terminal that is closed takes the shop with it; under nohup there is none, and the shop goes on. */
    if (process.stdout.isTTY) process.on('SIGHUP', stop);
    process.stdout.on('error', () => undefined);
  });
