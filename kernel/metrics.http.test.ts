import { afterAll, beforeAll, expect, test } from 'vitest';
import { processEnv } from './env.ts';
import { listen, type Running } from './lifecycle.ts';
import { createLog } from './log.ts';
import { type MetricsServer, serveMetrics } from './metrics.http.ts';
import { dispatch, operational } from './server.ts';

const log = createLog('test', 'silent');
const env = processEnv.parse({ NODE_ENV: 'test', PORT: 0, STOP_NOTICE_MS: 0 });
let metrics: MetricsServer;
let server: Running;
beforeAll(async () => {
  metrics = await serveMetrics(env, log);
  const health = { draining: false };
  const routes = operational(health, []);
  server = await listen(
    env,
    log,
    health,
    (request, response) => void dispatch(routes, request, response, log),
    [],
  );
});
afterAll(() => Promise.all([metrics.close(), server.stop()]));

test('C11: metrics are on a port of their own, and not on that of clients', async () => {
  const answer = await fetch(`${metrics.url}/metrics`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    expect.stringMatching(/^text\/plain/),
  ]);
  expect(await answer.text()).toContain('plexus_http_request_seconds');
  for (const path of ['/metrics', '/metrics/', '/metrics?a=b', '//metrics', '/METRICS'])
    expect((await fetch(`${server.url}${path}`)).status).toBe(404);
});

test('C11: nothing else is on the port of the metrics', async () => {
  for (const path of ['/', '/graphql', '/livez', '/readyz', '/metrics/x'])
    expect((await fetch(`${metrics.url}${path}`)).status).toBe(404);
  expect((await fetch(`${metrics.url}/metrics`, { method: 'POST' })).status).toBe(404);
});

test('C11: a port that is taken is an error, and 0 is any free port', async () => {
  const taken = processEnv.parse({ NODE_ENV: 'test', PORT: 0, METRICS_PORT: new URL(metrics.url).port });
  await expect(serveMetrics(taken, log)).rejects.toThrow('EADDRINUSE');
  const other = await serveMetrics(env, log);
  expect(other.url).not.toBe(metrics.url);
  await other.close();
});
