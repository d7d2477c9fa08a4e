import { setTimeout as wait } from 'node:timers/promises';
import { until } from './client.ts';

/** What visitors do again and again, each kind by itself, until they are told to leave. */
export const startTraffic = (kinds: Readonly<Record<string, () => Promise<unknown>>>, pauseMs = 50) => {
  const done = new Map(Object.keys(kinds).map((name) => [name, 0]));
  const failures: string[] = [];
  let open = true;
  const visit = async ([name, act]: [string, () => Promise<unknown>]): Promise<void> => {
    while (open) {
      await act().then(
        () => done.set(name, (done.get(name) ?? 0) + 1),
        (error: unknown) => failures.push(`${name}: ${describe(error)}`),
      );
      await wait(pauseMs);
    }
  };
  const visits = Promise.all(Object.entries(kinds).map(visit));
  return {
    failures,
    /** How often each kind was done well. */
    done: done as ReadonlyMap<string, number>,
    /** Waits until each kind has been done so often again, well or not. */
    more: async (times: number): Promise<void> => {
      const before = new Map(done);
      const enough = () => [...done].every(([name, count]) => count - (before.get(name) ?? 0) >= times);
      await until('more traffic', async () => failures.length > 0 || enough(), 100_000);
    },
    leave: async (): Promise<void> => {
      open = false;
      await visits;
    },
  };
};

const describe = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${error.message} (${String(error.cause)})` : error.message;
};
