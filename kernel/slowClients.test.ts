import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { processEnv } from './env.ts';
import { readBody, sendJson } from './http.ts';
import { listen, type Running } from './lifecycle.ts';
import { createLog } from './log.ts';

/** More than the buffers of a connection hold. */
const LARGE = Buffer.alloc(20_000_000, 'x');
let server: Running;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await server.stop();
});

/** A server on which the body of a request has so long, an upload 500 bytes a second. */
const start = async (bodyMs = 300): Promise<void> => {
  const env = processEnv.parse({ NODE_ENV: 'test', PORT: 0, STOP_NOTICE_MS: 0, BODY_TIMEOUT_MS: bodyMs });
  server = await listen(
    env,
    createLog('test', 'silent'),
    { draining: false },
    (request, response) => {
      if (request.url === '/large') return void response.end(LARGE);
      if (request.url === '/refused') return sendJson(response, 401, {});
      readBody(request, 10_000_000).then(
        (body) => sendJson(response, 200, { bytes: body.length }),
        () => undefined,
      );
    },
    [],
  );
};
const open = async (): Promise<Socket> => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
};
/** Sends a head, then a piece every 50 ms, and answers with what came back when the server has closed the connection. */
const dribble = async (head: string, piece: string): Promise<string> => {
  const socket = await open();
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.write(head);
  const timer = setInterval(() => socket.writable && socket.write(piece), 50);
  await once(socket, 'close');
  clearInterval(timer);
  return answer;
};
const head = (path: string, headers: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\n${headers}\r\n\r\n`;
const MULTIPART = 'content-type: multipart/form-data; boundary=b\r\n';

test.each([
  ['headers', 'POST / HTTP/1.1\r\nhost: x\r\n', 'x-a: b\r\n'],
  ['a body with a length', head('/', 'content-length: 100000'), 'x'],
  ['a chunked body', head('/', 'transfer-encoding: chunked'), '1\r\nx\r\n'],
  ['a body that does not come', head('/', 'content-length: 5'), ''],
  ['files below the minimum rate', head('/', `${MULTIPART}content-length: 100000`), 'x'],
  ['chunked files below the minimum rate', head('/', `${MULTIPART}transfer-encoding: chunked`), '1\r\nx\r\n'],
])('C09: %s in drops are answered with 408, and the connection ends', async (_, begin, piece) => {
  await start();
  const answer = await dribble(begin, piece);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  expect(answer).toMatch(/connection: close/i);
  expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
    errors: [{ extensions: { code: 'BAD_REQUEST' } }],
  });
});

test('C09: files that keep coming may take longer than a body without files', async () => {
  await start();
  const socket = await open();
  socket.write(head('/', `${MULTIPART}connection: close\r\ncontent-length: 20000`));
  let pieces = 0;
  const timer = setInterval(() => {
    if (pieces++ < 20) socket.write('x'.repeat(1_000));
  }, 50);
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  clearInterval(timer);
  expect(chunk.toString()).toMatch(/^HTTP\/1\.1 200 /);
});

test('C09: what is still sent after the answer is not read for ever', async () => {
  await start();
  expect(
    await dribble(head('/refused', 'transfer-encoding: chunked'), `1000\r\n${'x'.repeat(4_096)}\r\n`),
  ).toMatch(/^HTTP\/1\.1 401 /);
});

test('C09: an answer that its client does not read is not kept for ever', async () => {
  /** Writing so much holds this process up, which is client and server in one. */
  await start(1_500);
  const socket = await open();
  socket.pause();
  socket.write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n');
  const other = await open();
  other.write('GET /large HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
  let size = 0;
  other.on('data', (chunk) => {
    size += chunk.length;
  });
  await once(other, 'close');
  expect(size).toBeGreaterThan(LARGE.length);
  /** A write to a connection that the server has ended fails; until then it waits in a buffer. */
  const timer = setInterval(() => socket.write('x'), 50);
  await new Promise((resolve) => socket.once('close', resolve));
  clearInterval(timer);
});
