import { connect, createServer, type Socket } from 'node:net';

export type Balancer = Readonly<{ close(): Promise<void> }>;

/** Spreads connections to one port over several processes, round robin. If one refuses, the next is tried. */
export const balance = async (
  port: number,
  targets: readonly number[] | (() => readonly number[]),
): Promise<Balancer> => {
  const open = new Set<Socket>();
  const all = typeof targets === 'function' ? targets : () => targets;
  let turn = 0;
  const keep = (socket: Socket): Socket => {
    open.add(socket);
    return socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
  };
  const join = (inner: Socket, attempts: number): void => {
    const outer = keep(connect(all()[turn++ % all().length] ?? 0, '127.0.0.1'));
    const again = (): void => (attempts > 1 ? join(inner, attempts - 1) : void inner.destroy());
    outer.once('error', again);
    outer.once('connect', () => {
      outer.off('error', again).once('error', () => inner.destroy());
      inner.pipe(outer).pipe(inner);
    });
  };
  const server = createServer((inner) => join(keep(inner), all().length));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
};
