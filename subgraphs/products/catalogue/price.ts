import type { Money } from '../../../kernel/money.ts';

/** A price and since when it is in force. The last of a history is the present one. */
export type PriceSince = Readonly<{ price: Money; since: Date }>;

const DAYS_30 = 30 * 86_400_000;

/** The history with a new price; what is of no more use for `lowestBefore` is left out. */
export const changePrice = (
  history: readonly PriceSince[],
  price: Money,
  now: Date,
): readonly PriceSince[] => {
  const last = history.at(-1);
  if (last && last.price.amount === price.amount && last.price.currency === price.currency) return history;
  const kept = history.filter((_, i) => endOf(history, i, now) > now.getTime() - DAYS_30);
  return [...kept, { price, since: now }];
};

/** The lowest price of the 30 days before the present one began; the present one, if there was no other in its currency. */
export const lowestBefore = (history: readonly PriceSince[]): Money | null => {
  const present = history.at(-1);
  if (!present) return null;
  const from = present.since.getTime() - DAYS_30;
  const earlier = history
    .slice(0, -1)
    .filter(
      (entry, i) =>
        entry.price.currency === present.price.currency && endOf(history, i, present.since) > from,
    )
    .map(({ price }) => price);
  return (
    earlier.reduce<Money | null>(
      (low, price) => (low === null || price.amount < low.amount ? price : low),
      null,
    ) ?? present.price
  );
};

const endOf = (history: readonly PriceSince[], index: number, now: Date): number =>
  (history[index + 1]?.since ?? now).getTime();
