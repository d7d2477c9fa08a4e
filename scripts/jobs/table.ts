import { scrub } from '../../kernel/log.ts';
import type { Change } from './arguments.ts';
import type { Job, Queue, Shown } from './dead.ts';

const LONGEST_ERROR = 160;
const HEAD = ['', 'database', 'id', 'task', 'tries', 'since', 'next', 'last error'];

/** All queues for people: what gave up first, then what waits. */
export const queueLines = (queues: readonly Queue[]): readonly string[] => {
  const [dead, waiting] = [sum(queues.map((queue) => queue.dead)), sum(queues.map((queue) => queue.waiting))];
  if (dead + waiting === 0) return ['No job waits, and none gave up.'];
  const all = queues.flatMap(({ database, jobs }) => jobs.map((job) => ({ database, ...job })));
  const rows = [...all.filter(({ isDead }) => isDead), ...all.filter(({ isDead }) => !isDead)].map(cells);
  const left = dead + waiting - all.length;
  return [
    `${jobsIn(dead)} gave up, ${waiting === 0 ? 'none waits' : waiting === 1 ? 'one waits' : `${waiting} wait`}.`,
    ...aligned([HEAD, ...rows]),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
};

/** What was done, and which of the named jobs there was nothing to do about. */
export const changeLines = ({ what, database, ids }: Change, changed: readonly Job[]): readonly string[] => {
  const done = what === 'retry' ? 'runs again' : 'is dropped';
  const others = (ids ?? []).filter((id) => !changed.some((job) => job.id === id));
  if (changed.length + others.length === 0) return [`No job of ${database} has given up.`];
  return [
    ...changed.map(({ id, task }) => `${database} ${id} (${task}) ${done}.`),
    ...others.map((id) => `${database} ${id} has not given up, or is not there: it is left alone.`),
  ];
};

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0);
const jobsIn = (count: number): string =>
  count === 0 ? 'No job' : count === 1 ? 'One job' : `${count} jobs`;
const minute = (at: Date): string => `${at.toISOString().slice(0, 16)}Z`;

const cells = ({
  database,
  id,
  task,
  isDead,
  isOfTimetable,
  attempts,
  tries,
  since,
  next,
  error,
}: Shown & { database: string }) => [
  isDead ? 'gave up' : 'waits',
  database,
  id,
  isOfTimetable ? `${task} (timetable)` : task,
  `${attempts}/${tries}`,
  minute(since),
  isDead ? '' : minute(next),
  oneLine(error ?? ''),
];

/** Errors of drivers and mail servers name people and addresses, so those are cut out as in the log. */
const oneLine = (error: string): string => {
  const text = scrub(error).replace(/\s+/g, ' ').trim();
  return text.length > LONGEST_ERROR ? `${text.slice(0, LONGEST_ERROR)}…` : text;
};

const aligned = (rows: readonly (readonly string[])[]): string[] => {
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd());
};
