import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { code, type Reply, read, startWorld, type World } from './fixtures.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const send = async (url: string, body: object): Promise<Reply> =>
  read(
    await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const persisted = (query: string, sha256Hash = hashOf(query)) => ({
  query,
  extensions: { persistedQuery: { version: 1, sha256Hash } },
});

/** What is still held once the rest was collected. */
const heldBytes = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
};

test('A23: nobody can leave queries here by their hash: ten thousand are refused, and nothing of them is kept', async () => {
  const outcomes = new Set<unknown>();
  const register = async (i: number): Promise<void> => {
    const query = `{ __typename } # ${String(i).repeat(2_000)}`;
    const answer = await send(world.url, persisted(query, i % 2 ? undefined : hashOf('another')));
    outcomes.add(code(answer)).add(answer.data ?? null);
  };
  await register(0);
  const before = heldBytes();
  for (let i = 0; i < 10_000; i += 50)
    await Promise.all(Array.from({ length: 50 }, (_, k) => register(i + k)));
  expect(outcomes).toEqual(new Set(['PERSISTED_QUERY_NOT_SUPPORTED', null]));
  expect(heldBytes() - before).toBeLessThan(10_000_000);
});

test('A24: where documents are listed, no others are executed', async () => {
  const listed = '{ categories { id } }';
  const path = join(await mkdtemp(join(tmpdir(), 'plexus-trusted-')), 'documents.json');
  await writeFile(path, JSON.stringify({ abc: listed }));
  const strict = await startWorld({ TRUSTED_DOCUMENTS: path });
  for (const body of [
    { query: listed },
    { documentId: 'abc' },
    { extensions: { persistedQuery: { version: 1, sha256Hash: 'abc' } } },
  ])
    expect((await send(strict.url, body)).data).toEqual({ categories: [{ id: 'c1' }] });
  for (const body of [
    { query: '{ me { id } }' },
    { documentId: 'xyz' },
    { documentId: 'abc', query: '{ me { id } }' },
    { documentId: 'constructor' },
    {},
  ]) {
    const answer = await send(strict.url, body);
    expect([answer.status, code(answer)]).toEqual([403, 'FORBIDDEN']);
  }
  await strict.stop();
});
