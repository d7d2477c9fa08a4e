import { createServer } from 'node:net';
import { PORTS } from '../../scripts/start/processes.ts';

/** Below the system's ephemeral ports, so that no connection takes a port before its server starts. */
const [FIRST, COUNT] = [10_000, 20_000];

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** A port that is free now. */
export const freePort = (): Promise<number> => freeRange(1);

/** The first of consecutive free ports; a shop needs `PORTS` of them. */
export const freeRange = async (length = PORTS): Promise<number> => {
  const first = FIRST + Math.floor(Math.random() * COUNT);
  const found = await Promise.all(Array.from({ length }, (_, i) => isFree(first + i)));
  return found.every(Boolean) ? first : freeRange(length);
};
