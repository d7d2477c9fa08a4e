import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Pool } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Posted, post } from './post.http.ts';

const LONG_MS = 20_000;
const answer = (text: string, more = '') =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${more}content-length: ${text.length}\r\n\r\n${text}`;

let server: Server;
let pool: Pool;
let sockets: Socket[];
/** What the other side does with a request; the nth connection is the one on which it came. */
let serve: (socket: Socket, nth: number) => void;
beforeEach(async () => {
  sockets = [];
  server = createServer((socket) => {
    const nth = sockets.push(socket);
    socket.on('error', () => undefined).on('data', () => serve(socket, nth));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  pool = poolTo((server.address() as AddressInfo).port);
});
afterEach(async () => {
  await pool.destroy();
  for (const socket of sockets) socket.destroy();
  server.close();
});
const poolTo = (port: number): Pool =>
  new Pool(`http://127.0.0.1:${port}`, { maxResponseSize: 1_000, connections: 2 });
const send = (ms = LONG_MS, gone?: AbortSignal, to = pool): Promise<Posted> =>
  post(to, {
    path: '/graphql',
    headers: { accept: 'application/json', traceparent: undefined },
    body: '{}',
    ms,
    gone,
  });
const textOf = async (posted: Promise<Posted>): Promise<string> => (await posted).text;

test('an answer is read whole, with what is to be known of it', async () => {
  serve = (socket) => {
    socket.write(
      'HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nCache-Control: max-age=5, public\r\n',
    );
    socket.write('transfer-encoding: chunked\r\n\r\n3\r\n{"a\r\n');
    setImmediate(() => socket.write('4\r\n":1}\r\n0\r\n\r\n'));
  };
  expect(await send()).toEqual({
    status: 400,
    contentType: 'application/json',
    cacheControl: 'max-age=5, public',
    text: '{"a":1}',
  });
});

test('a connection that is lost, broken or never there fails its request alone', async () => {
  serve = (socket) => socket.destroy();
  await expect(send()).rejects.toMatchObject({ code: expect.stringMatching(/UND_ERR_SOCKET|ECONNRESET/) });
  serve = (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf');
  await expect(send()).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  serve = (socket) => socket.write('nonsense\r\n\r\n');
  await expect(send()).rejects.toThrow();
  serve = (socket) => socket.write(answer('x'.repeat(2_000)));
  await expect(send()).rejects.toMatchObject({ code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
  const nowhere = poolTo(9);
  await expect(send(LONG_MS, undefined, nowhere)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await nowhere.destroy();
  serve = (socket) => socket.write(answer('well'));
  expect(await textOf(send())).toBe('well');
});

test('what takes too long is given up, and so is what nobody waits for; the connection goes with it', async () => {
  serve = () => undefined;
  await expect(send(20)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  await expect(send(LONG_MS, AbortSignal.timeout(20))).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await expect(send(LONG_MS, AbortSignal.abort())).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  serve = (socket) => socket.write(answer('well'));
  expect(await textOf(send())).toBe('well');
});

test('what waits for a connection is given up as well, and is not sent later', async () => {
  let requests = 0;
  serve = () => void requests++;
  const busy = [send(), send()].map((each) => each.catch(() => 'gone'));
  await expect(send(20)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  for (const socket of sockets) socket.write(answer('late'));
  await Promise.all(busy);
  serve = (socket) => socket.write(answer('well'));
  expect(await textOf(send())).toBe('well');
  expect(requests).toBe(2);
});
