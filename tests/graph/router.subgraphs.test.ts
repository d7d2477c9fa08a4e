import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessToken, ask, code, composed, plainServer, startWorld, type World } from './fixtures.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const until = async (condition: () => Promise<boolean>): Promise<void> => {
  const end = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('waited twenty seconds');
    await wait(50);
  }
};

/** A graph whose products service behaves as given. */
const withProducts = async (handler: RequestListener, run: (world: World) => Promise<void>): Promise<void> => {
  const liar = await plainServer(handler);
  const broken = await startWorld({ PRODUCTS_URL: `${liar.url}/graphql` });
  await run(broken).finally(async () => {
    await liar.stop();
    await broken.stop();
  });
};
const QUERY = '{ productsIfAny { nodes { id } } cart(id: "c") { itemCount } }';
const json =
  (text: string): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);

const liars: Record<string, RequestListener> = {
  'half JSON': json('{"data":{"productsIfAny":{"nodes":['),
  '200 HTML': (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>proxy 10.0.0.3</html>'),
  'data: null': json('{"data":null}'),
  'an array': json('[]'),
  'errors without message': json('{"data":null,"errors":[{}]}'),
  'errors that are none': json('{"errors":"10.0.0.3 is down"}'),
  '500 with a stack': (_, response) => response.writeHead(500, { 'content-type': 'text/plain' }).end('Error at /srv/app/10.0.0.3.js:1'),
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

test.for(Object.keys(liars))('I07, G12: a subgraph that answers %s is an error on its fields alone', async (name) => {
  await withProducts(liars[name] as RequestListener, async ({ url }) => {
    const answer = await ask(url, QUERY);
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({ cart: { itemCount: 2 } });
    expect(answer.data?.productsIfAny ?? null).toBeNull();
    expect(answer.errors).toHaveLength(1);
    expect(['SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR']).toContain(code(answer));
    expect(answer.text).not.toMatch(/10\.0\.0\.3|127\.0\.0\.1|localhost|ECONN|\/srv|stack|html/);
  });
});

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
    expect(answer.errors).toMatchObject([{ path: ['productsIfAny'], extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
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
    expect((await ask(url, '{ productsIfAny { nodes { id } } }')).data).toEqual({ productsIfAny: { nodes: [{ id: 'p' }] } });
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
  expect(answer.errors).toMatchObject([{ path: ['productsIfAny', 'nodes'], extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  await broken.stop();
});

test('I08: a subgraph that keeps failing is not asked for a while, and then again', async () => {
  let asked = 0;
  let down = true;
  const flaky: RequestListener = (request, response) => {
    asked += 1;
    if (down) request.socket.destroy();
    else json('{"data":{"productsIfAny":{"nodes":[{"id":"p"}]}}}')(request, response);
  };
  await withProducts(flaky, async ({ url }) => {
    for (let i = 0; i < 200; i++) {
      expect(code(await ask(url, `{ productsIfAny { nodes { id } } } # ${i}`))).toBe('SERVICE_UNAVAILABLE');
    }
    expect(asked).toBeLessThan(200);
    expect((await ask(url, '{ cart(id: "c") { itemCount } }')).data).toEqual({ cart: { itemCount: 2 } });
    down = false;
    await until(async () => (await ask(url, '{ productsIfAny { nodes { id } } }')).data?.productsIfAny !== null);
  });
});

test('I08: too many slow fetches wait or are refused; other subgraphs answer', async () => {
  let open = 0;
  let most = 0;
  const slow: RequestListener = async (request, response) => {
    most = Math.max(most, ++open);
    await wait(700);
    open -= 1;
    json('{"data":{"productsIfAny":null}}')(request, response);
  };
  await withProducts(slow, async ({ url }) => {
    const waiting = Promise.all(Array.from({ length: 300 }, (_, i) => ask(url, `{ productsIfAny { nodes { id } } } # ${i}`)));
    await wait(100);
    expect((await ask(url, '{ cart(id: "c") { itemCount } }')).data).toEqual({ cart: { itemCount: 2 } });
    await waiting;
    expect(most).toBeLessThanOrEqual(128);
  });
});

test('I23: what a client no longer waits for is no longer asked', async () => {
  let left = false;
  const client = new AbortController();
  const endless: RequestListener = (request) => {
    client.abort();
    request.resume();
    request.socket.once('close', () => {
      left = true;
    });
  };
  await withProducts(endless, async ({ url }) => {
    const token = await accessToken();
    const body = JSON.stringify({ query: '{ productsIfAny { nodes { id } } }' });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const gone = fetch(`${url}/graphql`, { method: 'POST', headers, body, signal: client.signal });
    await expect(gone).rejects.toThrow();
    await until(async () => left);
  });
});

test('I23: a mutation goes on to its end when its client has gone', async () => {
  const client = new AbortController();
  let isFinished: boolean | undefined;
  const slow: RequestListener = async (request, response) => {
    response.once('close', () => {
      isFinished = response.writableFinished;
    });
    client.abort();
    await wait(500);
    json('{"data":{"productTouch":{"id":"p"}}}')(request, response);
  };
  await withProducts(slow, async ({ url }) => {
    const body = JSON.stringify({ query: 'mutation { productTouch(id: "p") { id } }' });
    const headers = { 'content-type': 'application/json' };
    await expect(fetch(`${url}/graphql`, { method: 'POST', headers, body, signal: client.signal })).rejects.toThrow();
    await until(async () => isFinished !== undefined);
    expect(isFinished).toBe(true);
  });
});

const readyz = async () => {
  const response = await fetch(`${world.url}/readyz`);
  return { status: response.status, text: await response.text() };
};
test('I19: a changed supergraph is used without a restart; a bad one keeps the last good and is told', async () => {
  const good = await readFile(world.supergraphPath, 'utf8');
  const asksNew = async () => (await ask(world.url, '{ categoriesNew { id } }')).status === 200 || undefined;
  expect((await ask(world.url, '{ categoriesNew { id } }')).status).toBe(400);
  await writeFile(world.supergraphPath, good.replace('categories: [Category!]!', 'categories: [Category!]!\n  categoriesNew: [Category] '));
  await until(async () => (await readyz()).status === 503 || Boolean(await asksNew()));
  await writeFile(world.supergraphPath, 'type Query {');
  await until(async () => (await readyz()).status === 503);
  expect((await readyz()).text).toMatch(/supergraph/);
  expect((await ask(world.url, '{ categories { id } }')).data).toEqual({ categories: [{ id: 'c1' }] });
  await writeFile(world.supergraphPath, composed());
  await until(async () => (await readyz()).status === 200);
  expect((await ask(world.url, '{ categories { id } }')).status).toBe(200);
});
