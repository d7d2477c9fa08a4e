import { type Money, money } from '../../../kernel/money.ts';
import { scaleOf } from './currencies.stripe.ts';

/** The amount in Stripe's unit and spelling. Throws where it is none that Stripe can count: quotes and refunds rule that out. */
export const toStripe = ({ amount, currency }: Money) => {
  const scale = scaleOf(currency);
  if (!scale || amount % scale.ours !== 0)
    throw new Error(`${amount} ${currency} is no amount that Stripe can count`);
  return { amount: (amount / scale.ours) * scale.theirs, currency: currency.toLowerCase() };
};

/**
 * An amount of Stripe's in its own currency and digits. Null where we have no unit for it: an unknown currency, a fraction of
 * the smallest unit, or no integer.
 */
export const moneyOf = (amount: number, currency: string): Money | null => {
  const code = currency.toUpperCase();
  const scale = scaleOf(code);
  if (!scale || !Number.isSafeInteger(amount) || amount % scale.theirs !== 0) return null;
  const ours = (amount / scale.theirs) * scale.ours;
  return Number.isSafeInteger(ours) ? money(ours, code) : null;
};

/** Reads amounts and remembers which could not be read, so that one of them never keeps the rest from being saved. */
export const amountReader = () => {
  const unread: string[] = [];
  const note = (what: string, amount: number, currency: string): void =>
    void unread.push(`${what}: ${amount} ${currency}`);
  return {
    /** What could not be read: what it is, the provider's number and currency. */
    unread,
    read: (what: string, amount: number, currency: string): Money | null => {
      const value = moneyOf(amount, currency);
      if (!value) note(what, amount, currency);
      return value;
    },
    /** Minor units; a fraction of one is left off. */
    whole: (what: string, amount: number, currency: string): number => {
      const value = moneyOf(amount, currency);
      if (value) return value.amount;
      note(what, amount, currency);
      const { theirs, ours } = scaleOf(currency.toUpperCase()) ?? { theirs: 1, ours: 1 };
      return Number.isFinite(amount) ? Math.floor(amount / theirs) * ours : 0;
    },
  };
};
export type AmountReader = ReturnType<typeof amountReader>;
