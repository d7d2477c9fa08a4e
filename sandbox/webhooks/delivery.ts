import type { Delivery } from '../journal/world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long after each failed try the next one is; quick at first, since developers watch. After the last the event is given up. */
export const RETRY_MS: readonly number[] = [
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  ...Array.from({ length: 36 }, () => 2 * HOUR),
];

/** `answer` is a status code, or a word for why there was none. */
export const tried = (
  delivery: Delivery,
  answer: string,
  now: number,
  schedule: readonly number[],
): Delivery => {
  const attempts = delivery.attempts + 1;
  const counted = { ...delivery, attempts, lastAnswer: answer };
  if (/^2\d\d$/.test(answer)) return { ...counted, status: 'delivered' };
  const pause = schedule[delivery.attempts];
  return pause === undefined ? { ...counted, status: 'abandoned' } : { ...counted, nextAt: now + pause };
};
