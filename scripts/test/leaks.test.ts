import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { logsOf, remember, scanLogs } from './leaks.ts';
import { faultsOf, report } from './verdict.ts';

const TOKEN = 'q3vXh7-Zk_token-of-a-session-0001';
const SECRETS = [
  { kind: 'refresh token', value: TOKEN },
  { kind: 'password', value: 'crème brûlée à la mode' },
  { kind: 'mailed code', value: '493021' },
  { kind: 'password', value: 'short' },
];

const scanOf = (log: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'plexus-leaks-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  remember(folder, SECRETS);
  writeFileSync(join(logsOf(folder), 'users.1.log'), log);
  return scanLogs(folder);
};
const kindsIn = (log: string) => scanOf(log).leaks.map(({ kind }) => kind);

test('G10: a secret in a log is found, wherever it stands, and told by its kind alone', () => {
  const scan = scanOf(
    `{"msg":"hello"}\n{"msg":"GET /reset?token%3D${TOKEN}&x"}\nplain crème brûlée à la mode.\n{"msg":"code 493021 was wrong"}\n`,
  );
  expect(scan.leaks.map(({ kind }) => kind)).toEqual(['refresh token', 'password', 'mailed code']);
  const text = report(scan, faultsOf(scan, []));
  expect(text).toContain('users.1.log has a refresh token in it');
  for (const { value } of SECRETS) expect(text).not.toContain(value);
});

test('six digits that are a time, a size or a part of an id are no code', () => {
  expect(
    kindsIn('{"ms":493021,"size":1493021,"at":0.493021,"msg":"id ord_493021x took 12.493021 s"}\n'),
  ).toEqual([]);
});

test('what is too short to be told from other words is not looked for', () => {
  expect(kindsIn('{"msg":"a short line"}')).toEqual([]);
});

test('a scan that saw no log or noted no secret of a tier does not pass', () => {
  const scan = scanOf('');
  expect(faultsOf(scan, ['unit'])).toEqual([]);
  expect(faultsOf(scan, ['stores'])).toEqual(
    expect.arrayContaining(['no log of payments was written', 'no access token was noted']),
  );
});
