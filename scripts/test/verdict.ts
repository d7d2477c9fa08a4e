import { basename, dirname, join } from 'node:path';
import type { Scan } from './leaks.ts';

/** What a tier uses and starts at the least; where a scan saw less of it, it proves nothing. */
const SEEN: Readonly<Record<string, Readonly<{ logs: readonly string[]; kinds: readonly string[] }>>> = {
  stores: {
    logs: ['users', 'payments', 'products'],
    kinds: ['password', 'access token', 'refresh token', 'mailed code', 'mailed token', 'key of a process'],
  },
  graph: {
    logs: ['router', 'users', 'products', 'carts', 'orders', 'payments'],
    kinds: ['password', 'access token', 'client secret'],
  },
  stack: {
    logs: ['router', 'users', 'products', 'carts', 'orders', 'payments', 'sandbox'],
    kinds: ['one-time password', 'order token', 'signed link'],
  },
};

/** Why the scan of all logs after these tiers does not pass. */
export const faultsOf = ({ leaks, files, kinds }: Scan, tiers: readonly string[]): string[] => {
  const logs = new Set(files.map((file) => basename(file).split('.', 1)[0]));
  const wanted = tiers.flatMap((tier) => SEEN[tier] ?? []);
  const unseen = wanted.flatMap((seen) => [
    ...seen.logs.filter((name) => !logs.has(name)).map((name) => `no log of ${name} was written`),
    ...seen.kinds.filter((kind) => !kinds.includes(kind)).map((kind) => `no ${kind} was noted`),
  ]);
  return [
    ...leaks.map(({ file, kind }) => `${join(basename(dirname(file)), basename(file))} has a ${kind} in it`),
    ...new Set(unseen),
  ];
};

const TITLE = 'G10: no secret that a test used is in any log';

/** The scan as the last test of the run. */
export const report = ({ files, kinds }: Scan, faults: readonly string[]): string =>
  faults.length === 0
    ? `\n ✓ ${TITLE} (${files.length} logs, ${kinds.length} kinds of secrets)\n`
    : `\n × ${TITLE}\n${faults.map((fault) => `   ${fault}\n`).join('')}`;
