import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { processEnv } from './env.ts';
import { type Health, listen, type Running } from './lifecycle.ts';
import { createLog } from './log.ts';
import { dispatch, operational } from './server.ts';

const LARGE = 'x'.repeat(20_000_000);
const log = createLog('test', 'silent');
const agent = new Agent({ keepAlive: true });
let letGo: (() => void) | null = null;
let server: Running;

const startServer = async (STOP_NOTICE_MS: number): Promise<void> => {
  const health: Health = { draining: false };
  const routes = operational(health, []);
  const env = processEnv.parse({ NODE_ENV: 'test', PORT: 0, STOP_NOTICE_MS });
  server = await listen(
    env,
    log,
    health,
    (request, response) => {
      if (request.url === '/held') letGo = () => response.end('held');
      else if (request.url === '/large') response.end(LARGE);
      else void dispatch(routes, request, response, log);
    },
    [],
  );
};
afterEach(() => {
  letGo = null;
  return server.stop();
});

/** The head of an answer; its body is not read yet. */
const send = (path: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => get(`${server.url}${path}`, { agent }, resolve).once('error', reject));
const textOf = async (answer: IncomingMessage): Promise<string> =>
  (await answer.setEncoding('utf8').toArray()).join('');
const heldOnce = async (): Promise<void> => {
  while (!letGo) await wait(10);
};

describe('a process that is told to stop', () => {
  test('I04: says so by /readyz while it goes on answering, and ends each connection with its answer', async () => {
    await startServer(1_000);
    const before = await send('/readyz');
    expect([before.statusCode, before.headers.connection]).toEqual([200, 'keep-alive']);
    await textOf(before);
    void server.stop();
    const after = await send('/readyz');
    expect([after.statusCode, after.headers.connection]).toEqual([503, 'close']);
    expect(await textOf(after)).toContain('draining');
    expect((await send('/livez')).statusCode).toBe(200);
    await server.stop();
    await expect(send('/livez')).rejects.toThrow('ECONNREFUSED');
  });

  test('I04: finishes what came before, and tells its caller not to come back', async () => {
    await startServer(0);
    const held = send('/held');
    await heldOnce();
    const stopped = server.stop();
    await wait(100);
    letGo?.();
    const answer = await held;
    expect([answer.headers.connection, await textOf(answer)]).toEqual(['close', 'held']);
    await stopped;
  });

  test('I04: waits for no connection that never sent a request', async () => {
    await startServer(0);
    const silent = connect(Number(new URL(server.url).port), '127.0.0.1');
    await once(silent, 'connect');
    const held = send('/held');
    await heldOnce();
    const stopped = server.stop();
    await once(silent.resume(), 'close');
    letGo?.();
    expect(await textOf(await held)).toBe('held');
    await stopped;
  });

  test('I04: cuts no answer off that its reader is still reading', async () => {
    await startServer(0);
    const answer = await send('/large');
    const stopped = server.stop();
    await wait(200);
    expect((await textOf(answer)).length).toBe(LARGE.length);
    await stopped;
  });
});
