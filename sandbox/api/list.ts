import type Stripe from 'stripe';
import { z } from 'zod';
import { noSuch } from '../objects/refused.ts';
import { id, integer } from './params.ts';
import type { Thing } from './view.ts';

const limit = integer.refine(
  (value) => value >= 1 && value <= 100,
  'Invalid integer: limit must be between 1 and 100',
);
const range = z.strictObject({ gt: integer, gte: integer, lt: integer, lte: integer }).partial();

export const pageParams = {
  limit: limit.optional(),
  starting_after: id.optional(),
  ending_before: id.optional(),
  created: z.union([integer.transform((at) => ({ gte: at, lte: at })), range]).optional(),
};

const schema = z.object(pageParams);
type Page = z.output<typeof schema>;
type Range = z.output<typeof range>;

/** One page, newest first. The cursors are ids. */
export const pageOf = <T extends Thing>(
  url: string,
  newestFirst: readonly T[],
  page: Page,
): Stripe.ApiList<T> => {
  const rows = newestFirst.filter((row) => within(row.created ?? 0, page.created ?? {}));
  const size = page.limit ?? 10;
  const at = (cursor: string): number => {
    const index = rows.findIndex((row) => row.id === cursor);
    if (index < 0)
      throw noSuch('object', cursor, page.starting_after ? 'starting_after' : 'ending_before', 400);
    return index;
  };
  const end = page.ending_before ? at(page.ending_before) : rows.length;
  const start = page.starting_after
    ? at(page.starting_after) + 1
    : page.ending_before
      ? Math.max(0, end - size)
      : 0;
  const data = rows.slice(start, Math.min(end, start + size));
  return {
    object: 'list',
    data,
    has_more: page.ending_before ? start > 0 : start + data.length < rows.length,
    url,
  };
};

const within = (at: number, { gt, gte, lt, lte }: Range): boolean =>
  (gt === undefined || at > gt) &&
  (gte === undefined || at >= gte) &&
  (lt === undefined || at < lt) &&
  (lte === undefined || at <= lte);
