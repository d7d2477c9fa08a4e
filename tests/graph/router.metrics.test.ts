import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { registry } from '../../kernel/metrics.ts';
import { ask, startWorld, type World } from './fixtures.ts';

let world: World;
afterEach(() => world.stop());

const scrape = (): Promise<string> => registry.metrics();
/** The series of a metric, without the process's label. */
const seriesIn = (text: string, name: string): Record<string, number> => {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`));
  return Object.fromEntries(
    lines.map((line) => [
      line.slice(name.length, line.lastIndexOf(' ')).replace(/process="\w+",?|,process="\w+"/, ''),
      Number(line.slice(line.lastIndexOf(' '))),
    ]),
  );
};
const series = async (name: string) => seriesIn(await scrape(), name);
/** Looks now, and answers what a metric has risen by since: other tests of the process counted before. */
const fromNow = async () => {
  const text = await scrape();
  return async (name: string): Promise<Record<string, number>> => {
    const before = seriesIn(text, name);
    const all = Object.entries(await series(name)).map(
      ([labels, count]) => [labels, count - (before[labels] ?? 0)] as const,
    );
    return Object.fromEntries(all.filter(([, rise]) => rise > 0));
  };
};
const id = () => `p${Math.random()}`;

test('operations are counted by name and outcome, with what the caches did and how subgraphs answered', async () => {
  world = await startWorld();
  const risen = await fromNow();
  const [one, query] = [id(), 'query Basket($id: ID!) { product(id: $id) { title inCarts } }'];
  for (let i = 0; i < 3; i++) await ask(world.url, query, { variables: { id: one } });
  await ask(world.url, 'query Bad { breakDown }');
  await ask(world.url, 'query Worse { nothing }');
  await ask(world.url, '{ categories { id } }');
  expect(await risen('plexus_router_operations_total')).toEqual({
    '{operation="Basket",outcome="ok"}': 3,
    '{operation="Bad",outcome="partial"}': 1,
    '{operation="none",outcome="refused"}': 1,
    '{operation="anonymous",outcome="ok"}': 1,
  });
  expect(await risen('plexus_router_operation_seconds_count')).toMatchObject({ '{operation="Basket"}': 3 });
  expect(await risen('plexus_router_cache_total')).toMatchObject({ '{outcome="HIT"}': 2 });
  expect(await risen('plexus_router_entities_total')).toEqual({ '{subgraph="carts",outcome="MISS"}': 1 });
  expect(await risen('plexus_router_fetch_seconds_count')).toMatchObject({
    '{subgraph="carts",outcome="answered"}': 1,
  });
  expect(await series('plexus_router_breaker_state')).toMatchObject({
    '{subgraph="products"}': 0,
    '{subgraph="carts"}': 0,
  });
});

test('where documents are listed, their names are labels and no others', async () => {
  const listed = 'query Tree { categories { id } }';
  const path = join(await mkdtemp(join(tmpdir(), 'plexus-trusted-')), 'documents.json');
  await writeFile(path, JSON.stringify({ abc: listed, broken: 'query {' }));
  world = await startWorld({ TRUSTED_DOCUMENTS: path });
  await ask(world.url, listed);
  await ask(world.url, 'query Unlisted { categories { id } }');
  const names = Object.keys(await series('plexus_router_operation_seconds_count'));
  expect(names).toContain('{operation="Tree"}');
  expect(names.join()).not.toContain('Unlisted');
});
