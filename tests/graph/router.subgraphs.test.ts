import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { json, withProducts } from './fixtures.liars.ts';
import { ask, code, startWorld } from './fixtures.ts';

const QUERY = '{ productsIfAny { nodes { id } } cart(id: "c") { itemCount } }';
const liars: Record<string, RequestListener> = {
  'half JSON': json('{"data":{"productsIfAny":{"nodes":['),
  '200 HTML': (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>proxy 10.0.0.3</html>'),
  'data: null': json('{"data":null}'),
  'an array': json('[]'),
  'errors without message': json('{"data":null,"errors":[{}]}'),
  'errors that are none': json('{"errors":"10.0.0.3 is down"}'),
  '500 with a stack': (_, response) =>
    response.writeHead(500, { 'content-type': 'text/plain' }).end('Error at /srv/app/10.0.0.3.js:1'),
  'a driver’s words': json(
    '{"data":null,"errors":[{"message":"connect ECONNREFUSED 10.0.0.3:5432","extensions":{"code":"ECONNREFUSED","stacktrace":["at /srv"]}}]}',
  ),
  'wrong types': json('{"data":{"productsIfAny":{"nodes":"10.0.0.3"}}}'),
  'a refused token': (_, response) =>
    response
      .writeHead(401, { 'content-type': 'application/json' })
      .end('{"errors":[{"message":"no","extensions":{"code":"UNAUTHENTICATED"}}]}'),
  'a closed connection': (request) => request.socket.destroy(),
  '100 MB': async (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":"');
    response.setMaxListeners(0);
    const chunk = 'x'.repeat(1_000_000);
    for (let i = 0; i < 100 && !response.destroyed; i++)
      if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    response.end('"}');
  },
};

test.for(Object.keys(liars))(
  'I07, G12: a subgraph that answers %s is an error on its fields alone',
  async (name) => {
    await withProducts(liars[name] as RequestListener, async ({ url }) => {
      const answer = await ask(url, QUERY);
      expect(answer.status).toBe(200);
      expect(answer.data).toMatchObject({ cart: { itemCount: 2 } });
      expect(answer.data?.productsIfAny ?? null).toBeNull();
      expect(answer.errors).toHaveLength(1);
      expect(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR']).toContain(code(answer));
      expect(answer.text).not.toMatch(/10\.0\.0\.3|127\.0\.0\.1|localhost|ECONN|\/srv|stack|html/);
    });
  },
);

test.for<[string, RequestListener]>([
  ['never answers', () => undefined],
  [
    'sends a byte a second',
    async (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      while (!response.destroyed) {
        response.write(' ');
        await wait(1_000);
      }
    },
  ],
])('I07: a subgraph that %s is given up, and the rest is answered', async ([, handler]) => {
  await withProducts(handler, async ({ url }) => {
    const answer = await ask(url, QUERY);
    expect(answer.data).toEqual({ productsIfAny: null, cart: { itemCount: 2 } });
    expect(answer.errors).toMatchObject([
      { path: ['productsIfAny'], extensions: { code: 'SERVICE_UNAVAILABLE' } },
    ]);
  });
});

test('a query is sent again when its connection was dropped, a mutation is not', async () => {
  const seen: string[] = [];
  const dropFirst: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { query } = JSON.parse(Buffer.concat(chunks).toString()) as { query: string };
    seen.push(query);
    if (seen.filter((text) => text === query).length === 1) request.socket.destroy();
    else json('{"data":{"productsIfAny":{"nodes":[{"id":"p"}]}}}')(request, response);
  };
  await withProducts(dropFirst, async ({ url }) => {
    expect((await ask(url, '{ productsIfAny { nodes { id } } }')).data).toEqual({
      productsIfAny: { nodes: [{ id: 'p' }] },
    });
    expect(seen).toHaveLength(2);
    const answer = await ask(url, 'mutation { productTouch(id: "p") { id } }');
    expect(answer.data).toEqual({ productTouch: null });
    expect(code(answer)).toBe('SERVICE_UNAVAILABLE');
    expect(seen).toHaveLength(3);
  });
});

test('entities of a service that is down are missing, with the place named', async () => {
  const broken = await startWorld({ CARTS_URL: 'http://127.0.0.1:9/graphql' });
  const answer = await ask(broken.url, '{ productsIfAny(first: 1) { nodes { id inCarts } } }');
  expect(answer.data).toEqual({ productsIfAny: { nodes: [{ id: 'p0', inCarts: null }] } });
  expect(answer.errors).toMatchObject([
    { path: ['productsIfAny', 'nodes'], extensions: { code: 'SERVICE_UNAVAILABLE' } },
  ]);
  await broken.stop();
});
