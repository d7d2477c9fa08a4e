import { calculateJwkThumbprint } from 'jose';
import { expect, test } from 'vitest';
import { SERVICES } from '../start/processes.ts';
import { readKeysCommand } from './arguments.ts';
import { activate, announce, makeKeys, publicKeys, type RotatingKeys, retire } from './serviceKeys.ts';
import { keyTable } from './table.ts';

const madeKeys = async (): Promise<RotatingKeys> => ({ SERVICE_PRIVATE_KEYS: await makeKeys('production') });
const accepted = (keys: RotatingKeys): unknown[] => publicKeys(keys).keys.map(({ kid }) => kid);

test('R40: the id of a key is its fingerprint, and its owner is named beside it', async () => {
  for (const [name, key] of Object.entries((await madeKeys()).SERVICE_PRIVATE_KEYS))
    expect(key).toMatchObject({ service: name, kid: await calculateJwkThumbprint(key), crv: 'Ed25519' });
});

test('R40: at each step of a rotation the keys that sign and those that may still be in use are accepted', async () => {
  const before = await madeKeys();
  const old = before.SERVICE_PRIVATE_KEYS.router.kid;
  const announced = await announce(before, ['router'], 'production');
  const next = announced.SERVICE_KEYS_ANNOUNCED?.[0]?.kid;
  expect(announced.SERVICE_PRIVATE_KEYS.router.kid).toBe(old);
  expect(accepted(announced)).toEqual([...accepted(before), next]);
  const active = activate(announced, ['router']) as RotatingKeys;
  expect(active.SERVICE_PRIVATE_KEYS.router.kid).toBe(next);
  expect(accepted(active)).toHaveLength(SERVICES.length + 1);
  expect(accepted(active)).toContain(old);
  const ended = retire(active);
  expect(accepted(ended)).toHaveLength(SERVICES.length);
  expect(accepted(ended)).not.toContain(old);
  expect(JSON.stringify(publicKeys(active))).not.toContain('"d"');
  expect(JSON.stringify(active.SERVICE_KEYS_REPLACED)).not.toContain('"d"');
});

test('R40: what was not announced is not activated; announcing twice keeps the newer key', async () => {
  const keys = await madeKeys();
  expect(activate(keys, ['router'])).toBeNull();
  const twice = await announce(
    await announce(keys, ['router'], 'production'),
    ['router', 'users'],
    'production',
  );
  expect(twice.SERVICE_KEYS_ANNOUNCED?.map(({ service }) => service)).toEqual(['router', 'users']);
});

test('R40: the list names each key with its state and age, and nothing secret', async () => {
  const keys = await announce(await madeKeys(), ['carts'], 'production');
  const lines = keyTable(keys, new Date(Date.now() + 86_400_000));
  expect(lines[0]).toMatch(/^router +signs +1 day old +[\w-]{43}$/);
  expect(lines.at(-1)).toMatch(/^carts +announced /);
  expect(lines.join()).not.toContain(String(keys.SERVICE_PRIVATE_KEYS.router.d));
});

test('R40: the command line says what it takes', () => {
  expect(readKeysCommand([])).toMatchObject({ do: 'list' });
  expect(readKeysCommand(['rotate', 'router', '--file', 'x.json'])).toEqual({
    do: 'rotate',
    names: ['router'],
    file: 'x.json',
  });
  expect(readKeysCommand(['activate', '--all'])).toMatchObject({ names: SERVICES });
  for (const wrong of [
    ['rotate'],
    ['rotate', 'sandbox'],
    ['rotate', 'router', 'users'],
    ['rotate', 'router', '--all'],
    ['make'],
    ['make', '--all'],
  ])
    expect(() => readKeysCommand(wrong), wrong.join(' ')).toThrow(/^Name one process/);
  expect(() => readKeysCommand(['retire', 'router'])).toThrow('retire takes no process');
  expect(() => readKeysCommand(['remove'])).toThrow('There is no command "remove"');
});
