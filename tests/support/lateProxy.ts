import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A proxy in front of a local server that forwards nothing until a moment after the first connection. */
export const lateProxy = async (target: number, lateMs = 300) => {
  const sockets = new Set<Socket>();
  let opening: Promise<void> | undefined;
  const server = createServer(async (inner) => {
    sockets.add(inner.on('error', () => inner.destroy()));
    opening ??= wait(lateMs);
    await opening;
    const outer = connect(target, '127.0.0.1');
    sockets.add(outer.on('error', () => inner.destroy()));
    inner.pipe(outer).pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};
