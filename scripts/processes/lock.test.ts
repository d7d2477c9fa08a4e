import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { locked } from './lock.ts';
import { sleep } from './wait.ts';

const dir = mkdtempSync(join(tmpdir(), 'plexus-lock-'));
afterAll(() => rmSync(dir, { recursive: true }));

test('one at a time', async () => {
  const seen: string[] = [];
  const work = (name: string) => () => {
    seen.push(`${name} in`);
    return sleep(80).then(() => seen.push(`${name} out`));
  };
  await Promise.all(['a', 'b'].map((name) => locked(join(dir, 'one'), 5_000, work(name))));
  expect(seen).toEqual(['a in', 'a out', 'b in', 'b out']);
});

test('the lock of a process that was killed does not hold up the next', async () => {
  const path = join(dir, 'dead');
  writeFileSync(path, JSON.stringify({ pid: 2 ** 22, since: 'long ago', command: 'node' }));
  expect(await locked(path, 2_000, async () => 'done')).toBe('done');
});
