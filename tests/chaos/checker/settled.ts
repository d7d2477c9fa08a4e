import type { JobRow } from './snapshot.ts';
import { type Check, unless, violation } from './violation.ts';

/** What is planned for later, and has not been tried yet, is not waited for. */
const SOON_SECONDS = 20;

const isDead = ({ attempts, maxAttempts, isLocked }: JobRow): boolean => attempts >= maxAttempts && !isLocked;
/** A job that failed is waited for, however late its next try is. What the clock adds again and again is not, unless it fails. */
const isOpen = (job: JobRow): boolean =>
  !isDead(job) && (job.isLocked || job.attempts > 0 || (!job.isCron && job.runsInSeconds <= SOON_SECONDS));

/** Nothing waits any more: all came to an end after the faults. */
export const settled: Check = ({ orders, stock, openCalls, jobs, payments, refunds }) => [
  ...orders.flatMap(({ id, status }) =>
    unless(status !== 'PENDING', 'NOT_SETTLED', id, 'the order is still PENDING'),
  ),
  ...refunds.flatMap(({ id, status }) =>
    unless(status !== 'PENDING', 'NOT_SETTLED', id, 'the refund is still PENDING'),
  ),
  ...stock.flatMap(({ id, reserved, holds }) =>
    unless(reserved === 0 && holds === 0, 'RESERVATION_LEFT', id, `${reserved} reserved by ${holds}`),
  ),
  ...payments.flatMap(({ id, status }) =>
    unless(!UNSETTLED.has(status), 'NOT_SETTLED', id, `the payment is ${status}`),
  ),
  ...unless(openCalls === 0, 'NOT_SETTLED', 'provider calls', `${openCalls} are not answered`),
  ...jobs
    .filter((job) => !job.isSuperseded && isOpen(job))
    .map(({ database, task, error }) =>
      violation('NOT_SETTLED', `${database} ${task}`, `a job waits: ${error ?? 'not run yet'}`),
    ),
];
const UNSETTLED: ReadonlySet<string> = new Set(['UNKNOWN', 'AUTHORIZED', 'CREATED', 'PROCESSING']);

export const deadJobs: Check = ({ jobs }) =>
  jobs
    .filter((job) => !job.isSuperseded && isDead(job))
    .map(({ database, task, error }) => violation('JOB_DEAD', `${database} ${task}`, error ?? 'no error'));
