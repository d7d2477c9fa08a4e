import { createServer } from 'node:net';
import { PORTS } from '../../scripts/start/processes.ts';

/** Below the ports that the system gives to connections, so that none takes one before its server is up. */
const [FIRST, COUNT] = [10_000, 20_000];

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A port that nobody listens on at this moment. */
export const freePort = (): Promise<number> => freeRange(1);

/** The first of a row of free ports: a shop takes `PORTS`. */
export const freeRange = async (length = PORTS): Promise<number> => {
  const first = FIRST + Math.floor(Math.random() * COUNT);
  const found = await Promise.all(Array.from({ length }, (_, i) => isFree(first + i)));
  return found.every(Boolean) ? first : freeRange(length);
};
