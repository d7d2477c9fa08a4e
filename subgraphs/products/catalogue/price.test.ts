import { expect, test } from 'vitest';
import { changePrice, lowestBefore, type PriceSince } from './price.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000);
const eur = (amount: number) => ({ amount, currency: 'EUR' });
const history = (...prices: readonly (readonly [day: number, amount: number])[]): readonly PriceSince[] =>
  prices.reduce<readonly PriceSince[]>((all, [at, amount]) => changePrice(all, eur(amount), day(at)), []);

test('a price that was never another is its own lowest', () => {
  expect(lowestBefore(history([0, 1000]))).toEqual(eur(1000));
});

test('an offer shows what was asked before it began', () => {
  expect(lowestBefore(history([0, 1000], [10, 800]))).toEqual(eur(1000));
});

test('a price put up before the offer does not hide the lower one before', () => {
  expect(lowestBefore(history([0, 900], [20, 1500], [30, 1000]))).toEqual(eur(900));
});

test('a price that ended more than 30 days before does not count', () => {
  expect(lowestBefore(history([0, 500], [10, 1500], [45, 1000]))).toEqual(eur(1500));
});

test('the same price again is no change', () => {
  expect(history([0, 500], [10, 500])).toHaveLength(1);
});

test('the history keeps what is of use alone', () => {
  const all = history(...Array.from({ length: 400 }, (_, i) => [i, 1000 + i] as const));
  expect(all.length).toBeLessThan(35);
});

test('prices of another currency are not compared', () => {
  const moved = changePrice(history([0, 100]), { amount: 900, currency: 'USD' }, day(5));
  expect(lowestBefore(moved)).toEqual({ amount: 900, currency: 'USD' });
});
