import { createServer } from 'node:net';

const listen = (port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });

/** A port of 127.0.0.1 that nobody listens on at the moment. */
export const freePort = (): Promise<number> => listen(0, '127.0.0.1');

/** null where the port can be listened on, else the system's reason: EADDRINUSE, EACCES, EADDRNOTAVAIL. */
export const whyNot = (port: number, host: string): Promise<string | null> =>
  listen(port, host).then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code ?? 'UNKNOWN',
  );
