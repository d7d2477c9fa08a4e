import { createHmac, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Graph, startGraph } from '../support/graph.ts';
import { plainServer } from './fixtures.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph({ only: ['payments', 'router'] });
});
afterAll(() => graph.stop());

const seconds = () => Math.floor(Date.now() / 1000);
const anEvent = (id: string) =>
  JSON.stringify({
    id,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: seconds(),
    data: { object: { id: 'pi_unknown', object: 'payment_intent', note: 'ü  \n' } },
    livemode: false,
    pending_webhooks: 1,
    request: null,
    type: 'payment_intent.succeeded',
  });
const sign = (body: string) =>
  `t=${seconds()},v1=${createHmac('sha256', graph.envOf('payments').STRIPE_WEBHOOK_SECRET ?? '')
    .update(`${seconds()}.${body}`)
    .digest('hex')}`;
const post = (url: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${url}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body,
  });

test('R41: a signed event at the router is taken by payments, and repeated ones too', async () => {
  const body = anEvent(`evt_${randomBytes(12).toString('hex')}`);
  for (let i = 0; i < 2; i++) {
    const answer = await post(graph.url, body, { 'stripe-signature': sign(body) });
    expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
  }
});

test('R41: what payments refuses is refused at the router, with the same status', async () => {
  const body = anEvent('evt_1');
  for (const headers of [
    {},
    { 'stripe-signature': 'nonsense' },
    { 'stripe-signature': sign(`${body} `) },
  ] as Record<string, string>[]) {
    const answer = await post(graph.url, body, headers);
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    ]);
  }
});

test('R41: only POST of this path is passed on', async () => {
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const answer = await fetch(`${graph.url}/webhooks/stripe`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  }
  for (const path of [
    '/webhooks',
    '/webhooks/',
    '/webhooks/other',
    '/webhooks/stripe/',
    '/webhooks/stripe/x',
    '/webhooks/../readyz/x',
  ])
    expect((await fetch(`${graph.url}${path}`, { method: 'POST', body: 'x' })).status).toBe(404);
});

type Seen = { headers: IncomingHttpHeaders; body: Buffer };
/** A router over a payments service of the test's own. */
const withPayments = async (handler: RequestListener, run: (url: string) => Promise<void>): Promise<void> => {
  const payments = await plainServer(handler);
  const alone = await startGraph({
    only: ['router'],
    rewire: async () => ({ PAYMENTS_URL: `${payments.url}/graphql` }),
  });
  await run(alone.url).finally(() => Promise.all([alone.stop(), payments.stop()]));
};

test('R41: the body arrives byte for byte, with its signature and nothing of who sent it', async () => {
  const seen: Seen[] = [];
  let status = 200;
  const payments: RequestListener = async (request, response) => {
    const chunks = (await request.toArray()) as Buffer[];
    seen.push({ headers: request.headers, body: Buffer.concat(chunks) });
    response
      .writeHead(status, { 'content-type': 'application/json', 'x-internal': 'secret' })
      .end('{"answer":1}');
  };
  await withPayments(payments, async (url) => {
    const body = randomBytes(100_000);
    const headers = {
      'stripe-signature': 't=1,v1=a',
      authorization: 'Bearer secret',
      cookie: 'a=b',
      'x-forwarded-for': '1.2.3.4',
    };
    for (status of [200, 202, 400, 409, 500, 503]) {
      const answer = await post(url, body, headers);
      expect([answer.status, await answer.json(), answer.headers.get('x-internal')]).toEqual([
        status,
        { answer: 1 },
        null,
      ]);
    }
    expect(seen.at(0)?.body.equals(body)).toBe(true);
    expect(seen.at(0)?.headers).toMatchObject({ 'stripe-signature': 't=1,v1=a', 'content-length': '100000' });
    for (const name of ['authorization', 'cookie', 'x-forwarded-for'])
      expect(seen.at(0)?.headers[name]).toBeUndefined();
    const before = seen.length;
    expect((await post(url, randomBytes(600_000), headers)).status).toBe(413);
    expect(seen).toHaveLength(before);
  });
});

test('R41: while payments does not answer the provider is told to come back', async () => {
  await withPayments(
    (request) => request.socket.destroy(),
    async (url) => {
      const answer = await post(url, '{}', { 'stripe-signature': 't=1,v1=a' });
      expect([answer.status, await answer.json()]).toMatchObject([
        503,
        { errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] },
      ]);
    },
  );
});
