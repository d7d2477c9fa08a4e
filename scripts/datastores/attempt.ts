import { freePort } from '../processes/ports.ts';
import { Problem } from '../processes/problem.ts';

const ATTEMPTS = 3;

/** A free port may be taken before the store listens on it: then the next one is tried. */
export const onFreePort = async <T>(start: (port: number) => Promise<T>, left = ATTEMPTS): Promise<T> => {
  const port = await freePort();
  return start(port).catch((error: unknown) => {
    const isTaken = error instanceof Problem && /address already in use/i.test(error.message);
    if (!isTaken || left <= 1) throw error;
    return onFreePort(start, left - 1);
  });
};
