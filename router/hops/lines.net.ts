import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { CodedError } from '../../kernel/errors.ts';
import { type Message, messageReader } from './message.ts';

/** Connections to one origin, each kept for the next request. Sends the text of a request, and answers with what comes back for it in time. */
export type Lines = Readonly<{ send(request: string, ms: number, gone?: AbortSignal): Promise<Message>; close(): void }>;
type Waiting = Readonly<{ answer(message: Message): void; fail(error: Error): void }>;
type Line = Readonly<{ socket: Socket; ask(request: string, waiting: Waiting): void }>;
type Idle = Readonly<{ line: Line; since: number }>;
type Limits = Readonly<{ maxBytes: number; idleMs: number; connectMs: number }>;

const SWEEPS = 4;

/**
 * HTTP/1.1 for the one thing that the router does all day: a POST with a text, answered by a text. A client for everything costs two
 * thirds of a hop's time.
 */
export const openLines = (origin: URL, limits: Limits): Lines => {
  const idle: Idle[] = [];
  const open = new Set<Socket>();
  const release = (line: Line): void => void idle.push({ line, since: performance.now() });
  /** The last one used is the next one used; those at the bottom have waited longest. */
  const next = (): Line => {
    for (let kept = idle.pop(); kept; kept = idle.pop()) if (kept.line.socket.writable) return kept.line;
    return openLine(dial(origin, limits.connectMs, open), limits.maxBytes, release);
  };
  const sweep = setInterval(() => {
    const oldest = performance.now() - limits.idleMs;
    while (idle[0] && idle[0].since <= oldest) idle.shift()?.line.socket.destroy();
  }, limits.idleMs / SWEEPS).unref();
  return {
    send: (request, ms, gone) => ask(next(), request, ms, gone),
    close: () => {
      clearInterval(sweep);
      for (const socket of open) socket.destroy();
    },
  };
};

const dial = ({ protocol, hostname, port }: URL, connectMs: number, open: Set<Socket>): Socket => {
  const host = hostname.replace(/^\[|\]$/g, '');
  const socket =
    protocol === 'https:'
      ? connectTls({ host, port: Number(port || 443), servername: host, ALPNProtocols: ['http/1.1'] })
      : connectPlain({ host, port: Number(port || 80) });
  open.add(socket);
  socket.setNoDelay(true).setTimeout(connectMs, () => socket.destroy(lost('ETIMEDOUT')));
  socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => socket.setTimeout(0));
  return socket.once('close', () => open.delete(socket));
};

/** One connection, with at most one request on it at a time. */
const openLine = (socket: Socket, maxBytes: number, release: (line: Line) => void): Line => {
  let waiting: Waiting | null = null;
  let reader = messageReader(maxBytes);
  const settle = (): Waiting | null => {
    const before = waiting;
    waiting = null;
    return before;
  };
  const fail = (error: Error): void => settle()?.fail(error);
  const answered = (message: Message): void => {
    reader = messageReader(maxBytes);
    if (message.isLast) socket.destroy();
    else release(line);
    settle()?.answer(message);
  };
  const read = (take: () => Message | null): void => {
    try {
      const message = waiting ? take() : socket.destroy() && null;
      if (message) answered(message);
    } catch (error) {
      socket.destroy();
      fail(error as Error);
    }
  };
  const line: Line = {
    socket,
    ask: (request, asking) => {
      waiting = asking;
      socket.write(request);
    },
  };
  socket.on('data', (piece) => read(() => reader.push(piece)));
  socket.once('end', () => read(() => reader.end()));
  socket.once('error', fail);
  socket.once('close', () => fail(lost('ECONNRESET')));
  return line;
};

const lost = (code: string): Error => Object.assign(new Error('the connection ended without an answer'), { code });

/** Gives up after its time, or when nobody waits any more; the connection ends with it. */
const ask = (line: Line, request: string, ms: number, gone: AbortSignal | undefined): Promise<Message> =>
  new Promise((resolve, reject) => {
    const leave = (): void => void line.socket.destroy(new CodedError('SERVICE_UNAVAILABLE', 'Nobody waits for this any more.'));
    const timer = setTimeout(() => line.socket.destroy(lost('ETIMEDOUT')), Math.max(0, ms));
    gone?.addEventListener('abort', leave, { once: true });
    const done = (): void => {
      clearTimeout(timer);
      gone?.removeEventListener('abort', leave);
    };
    line.ask(request, {
      answer: (message) => {
        done();
        resolve(message);
      },
      fail: (error) => {
        done();
        reject(error);
      },
    });
    if (gone?.aborted) leave();
  });
