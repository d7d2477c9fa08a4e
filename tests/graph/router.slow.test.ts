import type { RequestListener } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { until } from '../support/client.ts';
import { json, withProducts } from './fixtures.liars.ts';
import { accessToken, ask, code } from './fixtures.ts';

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
    await until(
      'the way to be open again',
      async () => (await ask(url, '{ productsIfAny { nodes { id } } }')).data?.productsIfAny !== null,
    );
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
    const waiting = Promise.all(
      Array.from({ length: 300 }, (_, i) => ask(url, `{ productsIfAny { nodes { id } } } # ${i}`)),
    );
    await wait(100);
    expect((await ask(url, '{ cart(id: "c") { itemCount } }')).data).toEqual({ cart: { itemCount: 2 } });
    await waiting;
    expect(most).toBeLessThanOrEqual(128);
  });
});

test('R17: the router waits for a field as long as its subgraph says, and for others as before', async () => {
  const slow: RequestListener = async (request, response) => {
    await wait(5_000);
    json('{"data":{"patientTouch":{"id":"p"}}}')(request, response);
  };
  await withProducts(slow, async ({ url }) => {
    const [patient, quick] = await Promise.all([
      ask(url, 'mutation { patientTouch(id: "p") { id } }'),
      ask(url, 'mutation { productTouch(id: "p") { id } }'),
    ]);
    expect(patient.data).toEqual({ patientTouch: { id: 'p' } });
    expect(code(quick)).toBe('SERVICE_UNAVAILABLE');
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
    await until('the fetch to end', async () => left);
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
    await expect(
      fetch(`${url}/graphql`, { method: 'POST', headers, body, signal: client.signal }),
    ).rejects.toThrow();
    await until('the mutation to end', async () => isFinished !== undefined);
    expect(isFinished).toBe(true);
  });
});
