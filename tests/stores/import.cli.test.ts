import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshMongo } from '../support/stores.ts';

let dir: string;
let mongo: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plexus-cli-'));
  mongo = freshMongo();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

type Ended = Readonly<{ code: number; said: string; asides: string }>;

const run = (script: 'import' | 'export', ...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH, MONGODB_URL: mongo, DATA_DIR: dir };
    const child = execFile(
      process.execPath,
      ['--import', 'tsx', `scripts/${script}.ts`, ...args],
      { env },
      (_, said, asides) => resolve({ code: child.exitCode ?? -1, said, asides }),
    );
  });

const HEADER = 'Handle,Title,Option1 Name,Option1 Value,Variant Price';
const file = async (name: string, ...lines: string[]): Promise<string> => {
  const path = join(dir, name);
  await writeFile(path, [HEADER, ...lines].join('\n'));
  return path;
};

test('an import tells what it did and which rows it refused, and ends with 1 if there are any', {
  timeout: 120_000,
}, async () => {
  const good = await file('good.csv', 'mug,Mug,Title,Default Title,12.50');
  const bad = await file('bad.csv', 'cup,Cup,Title,Default Title,5', 'pot,Pot,Title,Default Title,five');
  expect(await run('import', good)).toMatchObject({
    code: 0,
    said: 'good.csv: 1 created, 0 updated, 0 unchanged, 0 refused\n',
  });
  const { code, said } = await run('import', good, bad);
  expect(code).toBe(1);
  expect(said.split('\n')).toEqual([
    'good.csv: 0 created, 0 updated, 1 unchanged, 0 refused',
    'bad.csv:3: Variant Price: “five” is no price, like 19.99 (pot)',
    'bad.csv: 1 created, 0 updated, 0 unchanged, 1 refused',
    '',
  ]);
  const { said: exported } = await run('export');
  expect(exported.split('\r\n').map((line) => line.split(',', 2).join(','))).toEqual([
    'Handle,Title',
    'mug,Mug',
    'cup,Cup',
    '',
  ]);
});

test('what cannot be done is said in one sentence, without a stack', { timeout: 120_000 }, async () => {
  const unreadable = await file('open.csv', 'mug,"Mug,Title,Default Title,1');
  const [nothing, missing, currency, broken] = await Promise.all([
    run('import'),
    run('import', join(dir, 'none.csv')),
    run('import', unreadable, '--currency', 'EURO'),
    run('import', unreadable),
  ]);
  for (const { code, asides, said } of [nothing, missing, currency, broken]) {
    expect(code).toBe(1);
    expect(asides + said).not.toMatch(/\n {4}at /);
  }
  expect(nothing.asides).toMatch(/^Name the files/);
  expect(missing.asides).toMatch(/^There is no file/);
  expect(currency.asides).toMatch(/^EURO is no currency/);
  expect(broken.said).toMatch(/open.csv: .*a quotation mark is not closed/);
});
