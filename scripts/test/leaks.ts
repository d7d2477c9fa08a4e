import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder, named in the environment, where a run of tests keeps all logs, and apart from them the secrets it used. */
export const TEST_LOGS = 'PLEXUS_TEST_LOGS';
export type Secret = Readonly<{ kind: string; value: string }>;
export type Leak = Readonly<{ file: string; kind: string }>;
export type Scan = Readonly<{ leaks: readonly Leak[]; files: readonly string[]; kinds: readonly string[] }>;

const LEAST = 8;
const SIX_DIGITS = /(?<![\w.-])\d{6}(?![\w.-])/g;
const isShortCode = ({ value }: Secret): boolean => /^\d{6}$/.test(value);

export const logsOf = (folder: string): string => made(join(folder, 'logs'));
const secretsOf = (folder: string): string => made(join(folder, 'secrets'));
const made = (path: string): string => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
};

/** Remembers what must not be in any log; what is too short to be told from other words is left out. */
export const remember = (folder: string, secrets: readonly Secret[]): void => {
  const lines = secrets
    .filter((secret) => secret.value.length >= LEAST || isShortCode(secret))
    .map((secret) => `${JSON.stringify(secret)}\n`);
  if (lines.length > 0)
    appendFileSync(join(secretsOf(folder), `${process.pid}.jsonl`), lines.join(''), { mode: 0o600 });
};

const remembered = (folder: string): Secret[] =>
  filesBelow(secretsOf(folder)).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Secret),
  );

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];

/** Looks for every remembered secret in every log. Says where and of which kind, never which. */
export const scanLogs = (folder: string): Scan => {
  const secrets = remembered(folder);
  const find = finder(secrets);
  const files = filesBelow(logsOf(folder)).sort();
  const leaks = files.flatMap((file) => find(readFileSync(file, 'utf8')).map((kind) => ({ file, kind })));
  return { leaks, files, kinds: [...new Set(secrets.map(({ kind }) => kind))].sort() };
};

/** The kinds of secrets in a text. */
const finder = (secrets: readonly Secret[]) => {
  const codes = new Map(secrets.filter(isShortCode).map(({ kind, value }) => [value, kind]));
  const byStart = new Map<string, Map<string, string>>();
  for (const { kind, value } of secrets.filter((secret) => !isShortCode(secret))) {
    const start = value.slice(0, LEAST);
    byStart.set(start, (byStart.get(start) ?? new Map()).set(value, kind));
  }
  return (text: string): string[] => {
    const kinds = new Set<string>();
    for (let at = 0; at + LEAST <= text.length; at++)
      for (const [value, kind] of byStart.get(text.slice(at, at + LEAST)) ?? [])
        if (text.startsWith(value, at)) kinds.add(kind);
    for (const [number] of words(text).matchAll(SIX_DIGITS)) kinds.add(codes.get(number) ?? '');
    return [...kinds].filter(Boolean);
  };
};

/** What a log says in words: numbers of JSON lines are times and sizes, and six digits of them no code. */
const words = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => line.replace(/:-?\d+(\.\d+)?(?=[,}])/g, ':0'))
    .join('\n');
