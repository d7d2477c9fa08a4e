import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/client.ts';
import { ask, composed, startWorld, type World } from './fixtures.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const readyz = async () => {
  const response = await fetch(`${world.url}/readyz`);
  return { status: response.status, text: await response.text() };
};
test('I19: a changed supergraph is used without a restart; a bad one keeps the last good and is told', async () => {
  const good = await readFile(world.supergraphPath, 'utf8');
  const asksNew = async () => (await ask(world.url, '{ categoriesNew { id } }')).status === 200 || undefined;
  expect((await ask(world.url, '{ categoriesNew { id } }')).status).toBe(400);
  await writeFile(
    world.supergraphPath,
    good.replace('categories: [Category!]!', 'categories: [Category!]!\n  categoriesNew: [Category] '),
  );
  await until('the change', async () => (await readyz()).status === 503 || Boolean(await asksNew()));
  await writeFile(world.supergraphPath, 'type Query {');
  await until('it to say no', async () => (await readyz()).status === 503);
  expect((await readyz()).text).toMatch(/supergraph/);
  expect((await ask(world.url, '{ categories { id } }')).data).toEqual({ categories: [{ id: 'c1' }] });
  await writeFile(world.supergraphPath, composed());
  await until('it to say yes', async () => (await readyz()).status === 200);
  expect((await ask(world.url, '{ categories { id } }')).status).toBe(200);
});
