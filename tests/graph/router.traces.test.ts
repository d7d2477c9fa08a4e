import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { addJob, runJobs } from '../../kernel/jobs.ts';
import { createLog } from '../../kernel/log.ts';
import { peer } from '../../kernel/peer.ts';
import { startTelemetry, type Telemetry } from '../../kernel/telemetry.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import { traced, traceId } from '../../kernel/trace.ts';
import { type Collector, collector, named } from '../support/collector.ts';
import { sqlClient } from '../support/sql.ts';
import { cache, freshDatabase } from '../support/stores.ts';
import { ask, environment, startWorld, type World } from './fixtures.ts';

const silent = createLog('traces', 'silent');
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const SERVER = 2;
const CLIENT = 3;
const CONSUMER = 5;

let world: World;
let collected: Collector;
let telemetry: Telemetry;
beforeAll(async () => {
  [world, collected] = await Promise.all([startWorld({ CACHE_REDIS_URL: cache() }), collector()]);
});
afterAll(() => {
  vi.unstubAllEnvs();
  return Promise.all([world.stop(), collected.stop()]);
});
beforeEach(async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', collected.url);
  telemetry = await startTelemetry('router', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collected.url }, silent);
});

/** All spans that were sent; whatever is under way is sent at the end. */
const spans = async () => {
  await telemetry.close();
  return collected.take();
};

test('one request is one trace: of the caller, the router, each subgraph under its fetch, and Redis', async () => {
  const query = 'query Basket($id: ID!) { product(id: $id) { title inCarts } }';
  const id = `ada@example.com ${Math.random()}`;
  const { data } = await ask(world.url, query, {
    variables: { id },
    headers: { traceparent: `00-${TRACE}-${CALLER}-01` },
  });
  expect(data).toMatchObject({ product: { title: `Product ${id}` } });

  const { spans: all, text } = await spans();
  expect(new Set(all.map(({ traceId: of }) => of))).toEqual(new Set([TRACE]));
  const router = named(all, 'graphql');
  expect(router).toMatchObject({ kind: SERVER, parentSpanId: CALLER });
  expect(named(all, 'plan').parentSpanId).toBe(router.spanId);
  for (const name of ['products', 'carts']) {
    const fetched = named(all, `fetch ${name}`);
    expect(fetched).toMatchObject({ kind: CLIENT, parentSpanId: router.spanId });
    expect(named(all, `graphql ${name}`)).toMatchObject({ kind: SERVER, parentSpanId: fetched.spanId });
  }
  const known = new Set(all.map(({ spanId }) => spanId));
  const redis = all.filter(({ name }) => name.startsWith('redis '));
  expect(redis.map(({ name }) => name)).toContain('redis get');
  for (const { kind, parentSpanId } of redis)
    expect([kind, known.has(parentSpanId ?? '')]).toEqual([CLIENT, true]);

  expect(all.map(({ name }) => name).filter((name) => name.startsWith('gateway'))).toEqual([]);
  expect(text).toContain('plexus');
  for (const private_ of ['ada@example.com', 'example.com', 'Product ', 'inCarts', 'title', 'query Basket'])
    expect(text).not.toContain(private_);
});

test('what is no traceparent begins a trace of its own', async () => {
  await ask(world.url, '{ products { totalCount } }', { headers: { traceparent: "00-'; drop--01" } });
  const router = named((await spans()).spans, 'graphql');
  expect(router.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(router.parentSpanId ?? '').toBe('');
});

test('a subgraph that breaks down is an error of its span, which says its kind and not its message', async () => {
  await ask(world.url, '{ breakDown }');
  const { spans: all, text } = await spans();
  expect(named(all, 'graphql products').status?.code).toBe(2);
  expect(text).toContain('INTERNAL_SERVER_ERROR');
  expect(text).not.toContain('Something went wrong');
});

test('a call between services goes on in the service that is called', async () => {
  const tokens = tokenSigner(JSON.parse(environment('orders').SERVICE_PRIVATE_KEY ?? ''));
  const users = peer('users', world.subgraphUrls.users, tokens);
  await traced({ name: 'checkout', kind: 'internal' }, () =>
    users.call('query($ids: [ID!]!) { usersByIds(ids: $ids) { id } }', { ids: [] }),
  );
  await users.close();
  const { spans: all } = await spans();
  const call = named(all, 'call users');
  expect(call).toMatchObject({ kind: CLIENT, parentSpanId: named(all, 'checkout').spanId });
  expect(named(all, 'graphql users')).toMatchObject({
    kind: SERVER,
    parentSpanId: call.spanId,
    traceId: call.traceId,
  });
});

test('a job goes on in the trace of the change that asked for it, and its task is given what was asked alone', async () => {
  const connectionString = await freshDatabase('payments');
  const db = await sqlClient(connectionString);
  let ran: (what: unknown) => void;
  const done = new Promise((resolve) => {
    ran = resolve;
  });
  const jobs = await runJobs(
    connectionString,
    { remind: async (payload) => ran([payload, traceId()]) },
    silent,
  );
  const asked = await traced({ name: 'change', kind: 'internal' }, async () => {
    await addJob(db, 'remind', { orderId: 'ord_1' });
    return traceId();
  });
  expect(await done).toEqual([{ orderId: 'ord_1' }, asked]);
  await jobs.close();
  await db.end();
  const { spans: all, text } = await spans();
  const change = named(all, 'change');
  expect(named(all, 'job remind')).toMatchObject({
    kind: CONSUMER,
    parentSpanId: change.spanId,
    traceId: change.traceId,
  });
  expect(text).not.toContain('ord_1');
});
