import { connect, createServer, type Socket } from 'node:net';

export type Balancer = Readonly<{ close(): Promise<void> }>;

/** Spreads connections to one port over several processes, in turn. */
export const balance = async (port: number, targets: readonly number[]): Promise<Balancer> => {
  const open = new Set<Socket>();
  let turn = 0;
  const server = createServer((inner) => {
    const outer = connect(targets[turn++ % targets.length] ?? 0, '127.0.0.1');
    for (const socket of [inner, outer]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy());
    }
    inner.pipe(outer).pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
};
