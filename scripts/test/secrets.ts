import { AsyncLocalStorage } from 'node:async_hooks';
import { cpSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { logsOf, remember, type Secret, TEST_LOGS } from './leaks.ts';

/** Where a whole run keeps its logs and secrets; null where single tests run, and nothing is scanned. */
export const folder = process.env[TEST_LOGS] ?? null;
const known = new Set<string>();
const guesses = new AsyncLocalStorage<true>();

/** Runs tries with what is no secret, though it is sent as one: nothing of it is noted. */
export const guessing = <T>(tries: () => Promise<T>): Promise<T> => guesses.run(true, tries);

/** Notes secrets that are used from now on: the last test of a run looks for them in all logs. */
export const note = (kind: string, ...values: readonly unknown[]): void => {
  if (guesses.getStore()) return;
  const fresh = values.filter((value): value is string => typeof value === 'string' && !known.has(value));
  for (const value of fresh) known.add(value);
  if (folder)
    remember(
      folder,
      fresh.map((value): Secret => ({ kind, value })),
    );
};

/** A file for the log of a process that a test starts. */
export const logFile = (name: string): string =>
  folder ? join(logsOf(folder), `${name}.${process.pid}.log`) : '/dev/null';
export const openLogFile = (name: string): number => openSync(logFile(name), 'a');

/** Keeps the logs of a shop or of datastores whose folder is about to go. */
export const keepLogs = (dataDir: string): void => {
  const logs = join(dataDir, 'logs');
  if (folder && existsSync(logs)) cpSync(logs, join(logsOf(folder), basename(dataDir)), { recursive: true });
};

/** The secrets of a process's environment. */
export const noteEnvironment = (env: Readonly<Record<string, unknown>>): void => {
  for (const [name, value] of Object.entries(env))
    if (/SECRET|PRIVATE_KEY/.test(name))
      note('key of a process', ...privateParts(typeof value === 'string' ? value : JSON.stringify(value)));
};

/** Of a JWK the private half alone, for the rest of it is public. */
const privateParts = (text: string): string[] =>
  text.startsWith('{') ? [...text.matchAll(/"d":"([^"]+)"/g)].map(([, d]) => d ?? '') : [text];

/** Keeps what is to be scanned of a shop of processes whose folder is about to go. */
export const keepShop = (dataDir: string): void => {
  const secrets = join(dataDir, 'secrets.json');
  if (existsSync(secrets))
    noteEnvironment(JSON.parse(readFileSync(secrets, 'utf8')) as Record<string, unknown>);
  noteMails(dataDir);
  keepLogs(dataDir);
};

/** Codes and links of the mails that were sent. */
const noteMails = (dataDir: string): void => {
  const mail = join(dataDir, 'mail');
  if (!folder || !existsSync(mail)) return;
  for (const name of readdirSync(mail)) {
    const text = readFileSync(join(mail, name), 'utf8')
      .replace(/=\r?\n/g, '')
      .replaceAll('=3D', '=');
    note(
      'mailed token',
      ...[...text.matchAll(/[?&](?:token|verification|change|signature)=([\w.~-]{20,})/g)].map(
        ([, token]) => token,
      ),
    );
    note('mailed code', /(?:^|[^0-9A-Za-z])([0-9]{6})(?:[^0-9A-Za-z]|$)/m.exec(text)?.[1]);
  }
};

/** The kind of secret that a field of a request or an answer is. */
const KINDS: Readonly<Record<string, string>> = {
  password: 'password',
  newPassword: 'password',
  currentPassword: 'password',
  accessToken: 'access token',
  refreshToken: 'refresh token',
  token: 'token',
  orderToken: 'order token',
  clientSecret: 'client secret',
  client_secret: 'client secret',
  secret: 'secret of one-time passwords',
  recoveryCodes: 'recovery code',
  mfaCode: 'one-time password',
};
const CODE = /^(?:\d{3} ?\d{3}|[0-9a-f]{4}(?:-[0-9a-f]{4}){3})$/i;

/** Notes the secrets of what is sent or answered, wherever in it they are. */
export const noteFields = (value: unknown, name = ''): void => {
  if (typeof value === 'string') {
    const kind = KINDS[name];
    if (kind) note(kind, value);
    else if (name === 'code' && CODE.test(value)) note('one-time password', value);
    else if (value.includes('signature=')) note('signed link', /signature=([\w-]{20,})/.exec(value)?.[1]);
  } else if (Array.isArray(value)) {
    for (const each of value) noteFields(each, name);
  } else if (value !== null && typeof value === 'object') {
    for (const [field, each] of Object.entries(value)) noteFields(each, field);
  }
};
