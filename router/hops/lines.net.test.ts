import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Lines, openLines } from './lines.net.ts';

const REQUEST = 'POST /graphql HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}';
const answer = (text: string, more = '') =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${more}content-length: ${text.length}\r\n\r\n${text}`;
const LONG_MS = 20_000;

let server: Server;
let lines: Lines;
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
  lines = linesTo((server.address() as AddressInfo).port);
});
afterEach(() => {
  lines.close();
  for (const socket of sockets) socket.destroy();
  server.close();
});
const linesTo = (port: number, idleMs = LONG_MS): Lines =>
  openLines(new URL(`http://127.0.0.1:${port}`), { maxBytes: 1_000, idleMs, connectMs: LONG_MS });
const send = async (): Promise<string> => (await lines.send(REQUEST, LONG_MS)).text;

test('a connection serves one request after the other, and two at once have one each', async () => {
  serve = (socket, nth) => socket.write(answer(`${nth}`));
  expect([await send(), await send()]).toEqual(['1', '1']);
  expect((await Promise.all([send(), send()])).sort()).toEqual(['1', '2']);
});

test('where the other side ends the connection with its answer, the next request has another', async () => {
  serve = (socket, nth) => socket.end(answer(`${nth}`, 'connection: close\r\n'));
  expect([await send(), await send()]).toEqual(['1', '2']);
});

test('a connection that was ended or spoke up while nothing was asked is not used again', async () => {
  serve = (socket, nth) => socket.write(answer(`${nth}`));
  await send();
  sockets[0]?.end();
  await once(sockets[0] as Socket, 'close');
  expect(await send()).toBe('2');
  sockets[1]?.write(answer('unasked'));
  await once(sockets[1] as Socket, 'close');
  expect(await send()).toBe('3');
});

test('idle connections are let go', async () => {
  const brief = linesTo((server.address() as AddressInfo).port, 50);
  serve = (socket) => socket.write(answer('1'));
  await brief.send(REQUEST, LONG_MS);
  await once(sockets[0] as Socket, 'close');
  brief.close();
});

test('a connection that is lost, broken or never there fails its request alone', async () => {
  serve = (socket) => socket.destroy();
  await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
  serve = (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf');
  await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET' });
  serve = (socket) => socket.write('nonsense\r\n\r\n');
  await expect(send()).rejects.toThrow('not HTTP');
  serve = (socket) => socket.write(answer('x'.repeat(2_000)));
  await expect(send()).rejects.toThrow('too large');
  const nowhere = linesTo(9);
  await expect(nowhere.send(REQUEST, LONG_MS)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  serve = (socket) => socket.write(answer('well'));
  expect(await send()).toBe('well');
});

test('what takes too long is given up, and so is what nobody waits for; the connection goes with it', async () => {
  serve = () => undefined;
  await expect(lines.send(REQUEST, 20)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  await expect(lines.send(REQUEST, LONG_MS, AbortSignal.timeout(20))).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await expect(lines.send(REQUEST, LONG_MS, AbortSignal.abort())).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  serve = (socket) => socket.write(answer('well'));
  expect(await send()).toBe('well');
});
