import { createServer } from 'node:net';

const tryPort = (port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const { port: taken } = server.address() as { port: number };
      server.close(() => resolve(taken));
    });
  });

/** A port that nobody listens on at this moment. */
export const freePort = async (): Promise<number> => (await tryPort(0)) ?? freePort();

/** The first of a row of free ports: a shop takes eleven. */
export const freeRange = async (length = 11): Promise<number> => {
  const first = 20_000 + Math.floor(Math.random() * 30_000);
  const found = await Promise.all(Array.from({ length }, (_, i) => tryPort(first + i)));
  return found.every((port) => port !== null) ? first : freeRange(length);
};
