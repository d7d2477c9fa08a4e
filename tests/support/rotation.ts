import { setTimeout as wait } from 'node:timers/promises';
import { request } from 'undici';
import { balance } from './balancer.ts';
import { until } from './client.ts';

const LOOK_MS = 100;

const isReady = async (port: number): Promise<boolean> => {
  try {
    const { statusCode, body } = await request(`http://127.0.0.1:${port}/readyz`, { reset: true });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
};

/** A load balancer in front of copies of one process: new connections go to copies whose /readyz answers 200. */
export const openRotation = async (port: number) => {
  const known = new Set<number>();
  const ready = new Set<number>();
  let open = true;
  const look = async (copy: number): Promise<void> => {
    if (await isReady(copy)) ready.add(copy);
    else ready.delete(copy);
  };
  const looking = (async () => {
    while (open) {
      await Promise.all([...known].map(look));
      await wait(LOOK_MS);
    }
  })();
  const balancer = await balance(port, () => [...ready]);
  return {
    /** Adds a copy, and waits until it receives connections. */
    add: async (copy: number): Promise<void> => {
      known.add(copy);
      await until(`port ${copy} to be ready`, async () => ready.has(copy), 100_000);
    },
    forget: (copy: number): void => {
      known.delete(copy);
      ready.delete(copy);
    },
    close: async (): Promise<void> => {
      open = false;
      await looking;
      await balancer.close();
    },
  };
};
export type Rotation = Awaited<ReturnType<typeof openRotation>>;
