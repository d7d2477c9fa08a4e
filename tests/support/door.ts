import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A door before a server on this machine: shut, it ends every connection and each that is tried, as a server does that restarts. */
export const doorTo = async (target: number) => {
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
    /** Lets them in again, and counts anew how many are in at once. */
    open: (): void => {
      isOpen = true;
      most = inside.size;
    },
    /** How often somebody came while it was shut. */
    tried: (): number => tried,
    /** How many were in at once. */
    most: (): number => most,
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        shut();
      }),
  };
};
export type Door = Awaited<ReturnType<typeof doorTo>>;
