import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, type VariantId } from '../../kernel/ids.ts';
import { faultsOf } from '../../subgraphs/products/inventory/stockAudit.ts';
import { type Catalogue, levelOf, openCatalogue, soon, stocked } from '../support/catalogue.ts';
import { until } from '../support/client.ts';
import { type ProductsProcess, startProducts } from '../support/productsProcess.ts';
import { freshMongo } from '../support/stores.ts';

const mongo = freshMongo();
let shop: Catalogue;
let processes: readonly ProductsProcess[] = [];
beforeAll(async () => {
  shop = await openCatalogue(mongo);
  processes = await Promise.all([startProducts(mongo), startProducts(mongo), startProducts(mongo)]);
});
afterAll(async () => {
  await Promise.all(processes.map((each) => each.stop()));
  await shop.close();
});

const process = (i: number): ProductsProcess => {
  const chosen = processes[i % processes.length];
  if (!chosen) throw new Error('There is a process.');
  return chosen;
};
const buyers = <T>(count: number, buy: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => buy(i)));
const line = (variantId: VariantId, quantity = 1) => ({ variantId, quantity });

test('of two hundred buyers of ten units ten get one, over three processes', async () => {
  const id = await stocked(shop, 10);
  const answers = await buyers(200, (i) => process(i).stockReserve(newId('ord'), [line(id)], soon()));
  expect(answers.filter(({ reserved }) => reserved)).toHaveLength(10);
  expect(await levelOf(shop, id)).toEqual({ onHand: 10, reserved: 10, available: 0, moved: [10, 10] });
});

test('carts that want the same in opposite order: somebody gets all of it, and nothing is left half taken', async () => {
  const [a, b] = [await stocked(shop, 5), await stocked(shop, 5)];
  const answers = await buyers(40, (i) =>
    process(i).stockReserve(newId('ord'), i % 2 ? [line(a), line(b)] : [line(b), line(a)], soon()),
  );
  expect(answers.filter(({ reserved }) => reserved)).toHaveLength(5);
  for (const id of [a, b])
    expect(await levelOf(shop, id)).toEqual({ onHand: 5, reserved: 5, available: 0, moved: [5, 5] });
});

test('one order reserved, taken and given back by three processes at once is one of them', async () => {
  const id = await stocked(shop, 100);
  const orders = Array.from({ length: 12 }, () => newId('ord'));
  const outcomes = await Promise.all(
    orders.map(async (order, i) => {
      await Promise.all([0, 1, 2].map((at) => process(at).stockReserve(order, [line(id, 2)], soon())));
      const [taken, released] = await Promise.all([
        process(i).stockCommit(order),
        process(i + 1).stockRelease(order),
      ]);
      return { taken: taken.committed, released: released.released };
    }),
  );
  const sold = outcomes.filter(({ taken }) => taken).length;
  expect(outcomes.every(({ taken, released }) => taken !== released)).toBe(true);
  expect(await levelOf(shop, id)).toEqual({
    onHand: 100 - 2 * sold,
    reserved: 0,
    available: 100 - 2 * sold,
    moved: [100 - 2 * sold, 0],
  });
});

/** Often, and yet not so often that the store does nothing else. */
const LOOK_MS = 250;

type Fate = 'released' | 'taken' | 'expired' | 'kept' | 'short';
type Wish = Readonly<{ fate: Exclude<Fate, 'short'>; quantity: number; isTurned: boolean; livesMs: number }>;
type Bought = Readonly<{ fate: Fate; quantity: number }>;

/** Numbers from 0 to below `n` that are the same for the same seed. */
const dice = (seed: number) => {
  let state = seed;
  return (n: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
};

/** How much of both a buyer wants, in one order or the other, and what becomes of it. */
const wishOf = (roll: (n: number) => number): Wish => ({
  fate: (['released', 'taken', 'expired', 'kept', 'released', 'expired'] as const)[roll(6)] ?? 'kept',
  quantity: 1 + roll(3),
  isTurned: roll(2) === 0,
  livesMs: 50 + roll(200),
});

const buyBoth = async (
  i: number,
  { fate, quantity, isTurned, livesMs }: Wish,
  ids: readonly VariantId[],
): Promise<Bought> => {
  const order = newId('ord');
  const lines = (isTurned ? ids.toReversed() : ids).map((id) => line(id, quantity));
  const { reserved } = await process(i).stockReserve(
    order,
    lines,
    soon(fate === 'expired' ? livesMs : 600_000),
  );
  if (!reserved) return { fate: 'short', quantity: 0 };
  if (fate === 'released') await process(i + 1).stockRelease(order);
  if (fate === 'taken' && !(await process(i + 2).stockCommit(order)).committed)
    throw new Error('What was reserved was not taken.');
  return { fate, quantity };
};

/** Looks again and again until there is nothing more to see; what it found, and how often it could look. */
const watch = (ids: readonly VariantId[]) => {
  const faults = new Set<string>();
  let [looks, isOver] = [0, false];
  const look = async (): Promise<void> => {
    while (!isOver) {
      for (const each of await shop.ports.audits.of(ids)) {
        for (const fault of faultsOf(each)) faults.add(JSON.stringify(fault));
        if (each.moved) looks++;
      }
      await pause(LOOK_MS);
    }
  };
  const looking = look();
  const end = async () => {
    isOver = true;
    await looking;
    return { faults: [...faults], looks };
  };
  return { end };
};

test('E07: two hundred buyers at once of one to three of ten, in opposite order, who take, give back or forget: right at every look', async () => {
  const both = [await stocked(shop, 10), await stocked(shop, 10)];
  const seed = Date.now() % 100_000;
  const roll = dice(seed);
  const wishes = Array.from({ length: 200 }, () => wishOf(roll));
  const auditor = watch(both);
  const buying = buyers(200, (i) => buyBoth(i, wishes[i] ?? wishOf(roll), both));
  await buying.catch(() => undefined);
  const { faults, looks } = await auditor.end();
  const bought = await buying;
  expect(faults, `with seed ${seed}`).toEqual([]);
  expect(looks).toBeGreaterThan(1);

  const sumOf = (fate: Fate) =>
    bought.filter((each) => each.fate === fate).reduce((sum, { quantity }) => sum + quantity, 0);
  const [taken, kept] = [sumOf('taken'), sumOf('kept')];
  expect(taken + kept, `with seed ${seed}`).toBeLessThanOrEqual(10);
  const left = 10 - taken - kept;
  await until('what was forgotten to be given back', async () => {
    const levels = await Promise.all(both.map((id) => levelOf(shop, id)));
    return levels.every(({ available }) => available === left);
  });
  for (const id of both)
    expect(await levelOf(shop, id)).toEqual({
      onHand: 10 - taken,
      reserved: kept,
      available: left,
      moved: [10 - taken, kept],
    });
  const again = both.map((id) => line(id, left + 1));
  expect((await process(0).stockReserve(newId('ord'), again, soon())).reserved).toBe(false);
  const rest = both.map((id) => line(id, left));
  if (left > 0) expect((await process(1).stockReserve(newId('ord'), rest, soon())).reserved).toBe(true);
});
