import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { pipeline, Transform } from 'node:stream';

/** Which traffic is lost: none, all, or the server's responses. */
type Lost = 'nothing' | 'all' | 'answers';

/** A proxy to a local server that can drop packets: a waiting client then receives nothing, not even a refusal. */
export const wireTo = async (target: number) => {
  const hanging = new Set<Socket>();
  let lost: Lost = 'nothing';
  const losing = (isLost: () => boolean, socket: Socket) =>
    new Transform({
      transform: (chunk, _, next) => {
        if (!isLost()) return next(null, chunk);
        hanging.add(socket);
        next();
      },
    });
  const open = new Set<Socket>();
  const server = createServer((inner) => {
    const outer = connect(target, '127.0.0.1');
    for (const socket of [inner, outer])
      open.add(socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy()));
    const over = (): void => void [inner, outer].map((socket) => socket.destroy());
    pipeline(
      inner,
      losing(() => lost === 'all', inner),
      outer,
      over,
    );
    pipeline(
      outer,
      losing(() => lost !== 'nothing', inner),
      inner,
      over,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cut: (what: 'all' | 'answers' = 'all') => {
      lost = what;
    },
    /** Forwards everything again. A connection that lost data is closed. */
    heal: () => {
      lost = 'nothing';
      for (const socket of hanging) socket.destroy();
      hanging.clear();
    },
    /** How many connections have lost data since the partition began. */
    losses: () => hanging.size,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
};
export type Wire = Awaited<ReturnType<typeof wireTo>>;
