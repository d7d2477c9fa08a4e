import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy in front of a local server. While closed, it drops every connection and refuses new ones, as a restarting server does. */
export const closableProxyTo = async (target: number) => {
  const inside = new Set<Socket>();
  let isOpen = true;
  let [tried, most] = [0, 0];
  const server = createServer((inner) => {
    inner.on('error', () => inner.destroy());
    if (!isOpen) {
      tried += 1;
      return void inner.destroy();
    }
    const outer = connect(target, '127.0.0.1').on('error', () => inner.destroy());
    inside.add(inner.on('close', () => inside.delete(inner) && outer.destroy()));
    most = Math.max(most, inside.size);
    outer.on('close', () => inner.destroy());
    inner.pipe(outer).pipe(inner);
  });
  const shut = (): void => {
    isOpen = false;
    for (const socket of inside) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    shut,
    /** Accepts connections again, and restarts the count of concurrent connections. */
    open: (): void => {
      isOpen = true;
      most = inside.size;
    },
    /** The number of connection attempts while the proxy was closed. */
    tried: (): number => tried,
    /** The maximum number of concurrent connections. */
    most: (): number => most,
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        shut();
      }),
  };
};
export type ClosableProxy = Awaited<ReturnType<typeof closableProxyTo>>;
