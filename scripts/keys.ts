import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { help } from './help.ts';
import { type KeysChange, readKeysCommand } from './keys/arguments.ts';
import { activate, announce, makeKey, publicHalf, retire } from './keys/serviceKeys.ts';
import { keyTable } from './keys/table.ts';
import { command, Problem } from './processes/problem.ts';
import { ROOT } from './processes/root.ts';
import type { ServiceName } from './start/processes.ts';
import { readSecrets, type Secrets, writeSecrets } from './start/secrets.ts';

help(`npm run keys [-- list | rotate | activate | retire | make] [--file <path>]
Shows and replaces the Ed25519 keys by which processes sign their calls to each other. The keys are those of --file, or of
DATA_DIR/secrets.json (.data). docker compose keeps them in the volume of its secrets, as /secrets/state/secrets.json.

  npm run keys                             lists the keys, with the state and the age of each
  npm run keys -- rotate <process|--all>   announces a new key
  npm run keys -- activate <process|--all> lets the announced key sign; the old one is still accepted
  npm run keys -- retire                   ends the acceptance of all keys that were replaced
  npm run keys -- make <process>           prints a new key pair for secrets that are kept elsewhere; changes no file

A rotation without a failed request takes three steps. After each, restart the processes one after the other, so that they read the
new keys: rotate, then all processes; activate, then all; a minute later retire, then all. Processes are router, users, products,
carts, orders and payments.`);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const shown = (path: string): Secrets => {
  const secrets = readSecrets(path);
  if (secrets) return secrets;
  throw new Problem(
    `There are no keys in ${path}: start the shop once, which makes them, or name another file with --file.`,
  );
};

const purposeOf = (secrets: Secrets) =>
  JSON.stringify(secrets).includes('"plexus":"development"') ? 'development' : 'production';

/** New keys for an environment that is kept elsewhere: what the process gets, and the set that all processes get. */
const make = async (name: ServiceName): Promise<void> => {
  const key = await makeKey(name, 'production');
  const known = process.env.SERVICE_PUBLIC_KEYS
    ? (JSON.parse(process.env.SERVICE_PUBLIC_KEYS) as JSONWebKeySet).keys
    : [];
  say(`SERVICE_PUBLIC_KEYS='${JSON.stringify({ keys: [...known, publicHalf(key)] })}'`);
  say(`SERVICE_PRIVATE_KEY='${JSON.stringify(key)}'`);
};

const change = async (path: string, asked: KeysChange): Promise<string> => {
  const secrets = shown(path);
  if (asked.do === 'rotate') {
    writeSecrets(path, await announce(secrets, asked.names, purposeOf(secrets)));
    return 'Announced. Restart all processes, then run: npm run keys -- activate';
  }
  if (asked.do === 'retire') {
    writeSecrets(path, retire(secrets));
    return 'Retired. Restart all processes; the old keys are refused from then on.';
  }
  const next = activate(secrets, asked.names);
  if (!next)
    throw new Problem(
      `No new key is announced for ${asked.names.join(', ')}: run npm run keys -- rotate first.`,
    );
  writeSecrets(path, next);
  return 'Activated. Restart all processes; a minute later run: npm run keys -- retire';
};

const main = async (): Promise<number> => {
  const asked = readKeysCommand(process.argv.slice(2));
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'));
  if (asked.do === 'make') {
    await make(asked.name);
    return 0;
  }
  const path = asked.file ?? join(resolve(process.env.DATA_DIR || '.data'), 'secrets.json');
  if (asked.do !== 'list') say(await change(path, asked));
  for (const line of keyTable(shown(path), new Date())) say(line);
  return 0;
};

await command(main);
