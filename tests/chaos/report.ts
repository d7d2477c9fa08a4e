import type { History } from './checker/history.ts';
import type { Options, Run } from './run.ts';

const total = ({ acknowledged, refused, failed }: Readonly<Record<string, number>>): number =>
  (acknowledged ?? 0) + (refused ?? 0) + (failed ?? 0);

export const operationsOf = ({ counts }: History): number =>
  [...counts.values()].reduce((all, row) => all + total(row), 0);
export const faultsOf = ({ faults }: History): number =>
  [...faults.values()].reduce((all, count) => all + count, 0);

/** The command that makes the same choices again. */
export const replayOf = ({ seed, minutes, buyers, staff, withFaults }: Options): string =>
  [
    `npm run chaos -- --seed ${seed} --minutes ${minutes} --buyers ${buyers} --staff ${staff}`,
    ...(withFaults ? [] : ['--faults none']),
  ].join(' ');

/** What happened in a run, for people. */
export const reportOf = ({ history, snapshot, violations, dataDir }: Run, options: Options): string => {
  const operations = [...history.counts].map(
    ([kind, { acknowledged, refused, failed }]) =>
      `  ${kind.padEnd(24)} ${String(acknowledged).padStart(6)} ${String(refused).padStart(8)} ${String(failed).padStart(7)}`,
  );
  const placed = snapshot.orders.filter(({ placedAt }) => placedAt !== null).length;
  return [
    `Operations: ${operationsOf(history)}`,
    `  ${'kind'.padEnd(24)} ${'acknow.'.padStart(6)} ${'refused'.padStart(8)} ${'failed'.padStart(7)}`,
    ...operations,
    'Not acknowledged:',
    ...[...history.codes]
      .sort(([, a], [, b]) => b - a)
      .map(([what, count]) => `  ${String(count).padStart(4)}  ${what}`),
    `Faults: ${faultsOf(history)}`,
    ...[...history.faults]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, count]) => `  ${String(count).padStart(4)}  ${kind}`),
    `Orders: ${snapshot.orders.length}, of which ${placed} were placed`,
    `Violations: ${violations.length}`,
    ...violations.map(({ kind, subject, detail }) => `  ${kind}  ${subject}  ${detail}`),
    `Replay with: ${replayOf(options)}`,
    'Each actor makes the same choices again; what happens between them depends on timing.',
    ...(options.keep ? [`Kept: ${dataDir}`] : []),
  ].join('\n');
};
