import { parseCrontab } from 'graphile-worker';
import { expect, test } from 'vitest';
import { CRON } from './jobs.ts';

/** What an outage of another service costs a job at most. */
const TRIES_OF_OUTAGE = 2;

test('a scheduled job survives an outage, and none that gave up is left in the queue beside the next', () => {
  const items = parseCrontab(CRON);
  expect(items).toHaveLength(5);
  for (const { task, options } of items) {
    expect(options.maxAttempts ?? 25, task).toBeGreaterThan(TRIES_OF_OUTAGE);
    if (options.maxAttempts) expect(options.jobKey, task).toBe(task);
  }
});
