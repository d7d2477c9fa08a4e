import { expect, test } from 'vitest';
import { cacheAt } from '../support/stores.ts';
import { accessToken, ask, type Reply, startWorld } from './fixtures.ts';

test('A26: a caller’s allowance is shared by all processes, and nobody else’s', async () => {
  const limited = { CACHE_REDIS_URL: cacheAt(12), RATE_LIMIT_POINTS: '60', TRUSTED_PROXIES: '1' };
  const [one, two] = await Promise.all([startWorld(limited), startWorld(limited)]);
  const from = (url: string, ip: string, i: number) =>
    ask(url, `{ categories { id } } # ${i}`, { headers: { 'x-forwarded-for': `6.6.6.6, ${ip}` } });
  const answers: Reply[] = [];
  for (let i = 0; i < 110; i += 10)
    answers.push(
      ...(await Promise.all(
        Array.from({ length: 10 }, (_, j) => from(j % 2 ? one.url : two.url, '203.0.113.1', i + j)),
      )),
    );
  const refused = answers.filter(({ status }) => status === 429);
  // Each got 55 of them, so that two which counted alone would refuse none.
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.length).toBeLessThanOrEqual(50);
  expect(refused[0]?.errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await from(one.url, '203.0.113.2', 1)).status).toBe(200);
  expect(
    (
      await ask(one.url, '{ categories { id } }', {
        token: await accessToken(),
        headers: { 'x-forwarded-for': '203.0.113.1' },
      })
    ).status,
  ).toBe(200);
  await Promise.all([one.stop(), two.stop()]);
});

test('C02: a long document that was not seen before is charged by its length, once, and before it is read', async () => {
  const limited = await startWorld({ RATE_LIMIT_POINTS: '100' });
  const long = (i: number) => `{ categories { id } } # ${i} ${'x'.repeat(6_000)}`;
  const statuses = [];
  for (let i = 0; i < 5; i++) statuses.push((await ask(limited.url, long(i))).status);
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
  await limited.stop();
  const again = await startWorld({ RATE_LIMIT_POINTS: '100' });
  const repeated = [];
  for (let i = 0; i < 6; i++) repeated.push((await ask(again.url, long(0))).status);
  expect(repeated, 'one that is known costs what it fetches').toEqual([200, 200, 200, 200, 200, 200]);
  const broken = await ask(again.url, `{ categories { id } ${'x'.repeat(14_000)}`);
  expect(broken.status, 'the rest of the allowance is not enough to have it read').toBe(429);
  await again.stop();
});

test('a costly query takes more of the allowance than a cheap one', async () => {
  const limited = await startWorld({ RATE_LIMIT_POINTS: '60' });
  const costly = '{ products(first: 100) { nodes { id } } }';
  const statuses = [];
  for (let i = 0; i < 7; i++) statuses.push((await ask(limited.url, `${costly} # ${i}`)).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  const refused = await ask(limited.url, costly, {
    headers: { accept: 'application/graphql-response+json' },
  });
  expect([refused.status, refused.headers.get('content-type')], 'R30').toEqual([
    429,
    'application/graphql-response+json; charset=utf-8',
  ]);
  await limited.stop();
});
