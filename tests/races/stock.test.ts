import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, type VariantId } from '../../kernel/ids.ts';
import { lane } from '../../kernel/lane.ts';
import { faultsOf } from '../../subgraphs/products/audit/stockAudit.ts';
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
  const answers = await buyers(40, (i) => process(i).stockReserve(newId('ord'), i % 2 ? [line(a), line(b)] : [line(b), line(a)], soon()));
  expect(answers.filter(({ reserved }) => reserved)).toHaveLength(5);
  for (const id of [a, b]) expect(await levelOf(shop, id)).toEqual({ onHand: 5, reserved: 5, available: 0, moved: [5, 5] });
});

test('one order reserved, taken and given back by three processes at once is one of them', async () => {
  const id = await stocked(shop, 100);
  const orders = Array.from({ length: 12 }, () => newId('ord'));
  const outcomes = await Promise.all(
    orders.map(async (order, i) => {
      await Promise.all([0, 1, 2].map((at) => process(at).stockReserve(order, [line(id, 2)], soon())));
      const [taken, released] = await Promise.all([process(i).stockCommit(order), process(i + 1).stockRelease(order)]);
      return { taken: taken.committed, released: released.released };
    }),
  );
  const sold = outcomes.filter(({ taken }) => taken).length;
  expect(outcomes.every(({ taken, released }) => taken !== released)).toBe(true);
  expect(await levelOf(shop, id)).toEqual({ onHand: 100 - 2 * sold, reserved: 0, available: 100 - 2 * sold, moved: [100 - 2 * sold, 0] });
});

/** Often, and yet not so often that the store does nothing else. */
const LOOK_MS = 100;
/** As many as the processes have connections for: more only wait in a queue, and race for nothing. */
const AT_ONCE = 60;

type Fate = 'released' | 'taken' | 'expired' | 'kept';
/** A buyer's choice of the same in one order or the other, and what becomes of it: the same in every run. */
const fateOf = (i: number): Fate => (['released', 'taken', 'expired', 'kept', 'released', 'expired'] as const)[(i * 7919) % 6] ?? 'kept';

const buyBoth = async (i: number, [a, b]: readonly [VariantId, VariantId]): Promise<Fate | 'short'> => {
  const order = newId('ord');
  const fate = fateOf(i);
  const lines = i % 2 ? [line(a), line(b)] : [line(b), line(a)];
  const { reserved } = await process(i).stockReserve(order, lines, soon(fate === 'expired' ? 50 + (i % 200) : 600_000));
  if (!reserved) return 'short';
  if (fate === 'released') await process(i + 1).stockRelease(order);
  if (fate === 'taken' && !(await process(i + 2).stockCommit(order)).committed) throw new Error('What was reserved was not taken.');
  return fate;
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

test('E07: two hundred buyers of ten, in opposite order, who take, give back or forget: right at every look, nothing lost', async () => {
  const both = [await stocked(shop, 10), await stocked(shop, 10)] as const;
  const auditor = watch(both);
  const inTurn = lane(AT_ONCE, 200);
  const bought = buyers(200, (i) => inTurn(() => buyBoth(i, both)));
  await bought.catch(() => undefined);
  const { faults, looks } = await auditor.end();
  const fates = await bought;
  expect(faults).toEqual([]);
  expect(looks).toBeGreaterThan(1);

  const count = (fate: Fate) => fates.filter((each) => each === fate).length;
  const [taken, kept] = [count('taken'), count('kept')];
  expect(taken + kept).toBeLessThanOrEqual(10);
  const left = 10 - taken - kept;
  await until('what was forgotten to be given back', async () => {
    const levels = await Promise.all(both.map((id) => levelOf(shop, id)));
    return levels.every(({ available }) => available === left);
  });
  for (const id of both)
    expect(await levelOf(shop, id)).toEqual({ onHand: 10 - taken, reserved: kept, available: left, moved: [10 - taken, kept] });
  const last = await process(0).stockReserve(newId('ord'), [line(both[0], left + 1)], soon());
  expect(last.reserved).toBe(false);
  if (left > 0) expect((await process(1).stockReserve(newId('ord'), [line(both[0], left)], soon())).reserved).toBe(true);
});
