import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokenSigner } from '../../kernel/tokens.ts';
import { openLogFile } from '../../scripts/test/secrets.ts';
import { ask, bearer, until } from '../support/client.ts';
import { type Keys, makeKeys } from '../support/keys.ts';
import { freePort } from '../support/ports.ts';

let keys: Keys;
let url: string;
let metricsUrl: string;
let child: ChildProcess;
beforeAll(async () => {
  const port = String(await freePort());
  const metricsPort = String(await freePort());
  url = `http://127.0.0.1:${port}`;
  metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
  keys = await makeKeys();
  const log = openLogFile('stray');
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    LOG_LEVEL: 'debug',
    PORT: port,
    METRICS_PORT: metricsPort,
    PUBLIC_URL: 'http://shop.test',
    SERVICE_PRIVATE_KEY: JSON.stringify(keys.privateOf('carts')),
    SERVICE_PUBLIC_KEYS: JSON.stringify(keys.publicKeys),
  };
  child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/strayProcess.ts'], {
    env,
    stdio: ['ignore', log, log],
  });
  const isUp = () =>
    fetch(`${url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until('the process to be up', isUp, 90_000);
});
afterAll(() => child.kill('SIGKILL'));

const send = async (query: string) => {
  const guest = { kind: 'guest', origin: { ip: null, userAgent: null } } as const;
  return ask<Record<string, string>>(
    url,
    query,
    {},
    bearer(await tokenSigner(keys.privateOf('router')).viewer(guest, 'carts')),
  );
};
const metric = async (name: string): Promise<number> => {
  const text = await fetch(metricsUrl).then((response) => response.text());
  return Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'm').exec(text)?.[1]);
};

test('I21: an error in a resolver is masked and counted, and the process continues', async () => {
  const { data, errors, text } = await send('{ broken hello }');
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['INTERNAL_SERVER_ERROR']);
  expect(text).not.toContain('fault of the code');
  expect(data).toEqual({ broken: null, hello: 'hello' });
  expect(await metric('plexus_masked_errors_total')).toBe(1);
});

test('I21: an unhandled rejection is counted, and the process continues', async () => {
  expect((await send('{ forgotten }')).data).toEqual({ forgotten: 'answered' });
  await until('it to be counted', async () => (await metric('plexus_stray_errors_total')) === 1);
  expect((await send('{ hello }')).data).toEqual({ hello: 'hello' });
});

test('I21: an uncaught exception ends the process with 1, after it has finished running requests', async () => {
  const gone = once(child, 'exit');
  const slow = send('{ slow }');
  await until(
    'the slow request to be under way',
    async () => (await metric('plexus_http_requests_in_flight')) >= 1,
  );
  expect((await send('{ uncaught }')).data).toEqual({ uncaught: 'answered' });
  expect((await slow).data).toEqual({ slow: 'finished' });
  expect(await gone).toEqual([1, null]);
});
