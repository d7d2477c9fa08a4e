import { expect, test } from 'vitest';
import { demoOrders } from './demoOrders.ts';

const shelves = Array.from({ length: 48 }, (_, place) => Math.floor(place / 5));
const orders = demoOrders(shelves);

test('some products sell much better than others, and most sell at all', () => {
  const units = new Map<number, number>();
  for (const { place, quantity } of orders.flatMap(({ lines }) => lines))
    units.set(place, (units.get(place) ?? 0) + quantity);
  const counts = [...units.values()].sort((a, b) => b - a);
  expect(counts[0]).toBeGreaterThan(3 * (counts[10] ?? 0));
  expect(units.size).toBeGreaterThan(24);
});

test('most orders have two different things of one shelf, and each its own id', () => {
  const pairs = orders.filter(({ lines }) => lines.length === 2);
  expect(pairs.length).toBeGreaterThan(orders.length / 3);
  for (const { lines } of pairs) {
    expect(new Set(lines.map(({ place }) => place)).size).toBe(2);
    expect(new Set(lines.map(({ place }) => shelves[place])).size).toBe(1);
  }
  expect(new Set(orders.map(({ id }) => id)).size).toBe(orders.length);
});
