import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, type VariantId } from '../../kernel/ids.ts';
import { type Catalogue, levelOf, openCatalogue, soon, stocked } from '../support/catalogue.ts';
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

test('E07: with random quantities, releases, expiry and sales nothing is oversold and every movement is accounted for', async () => {
  const ids = [await stocked(shop, 10), await stocked(shop, 7), await stocked(shop, 3)];
  let sold = 0;
  const buy = async (i: number): Promise<void> => {
    const [order, chosen] = [newId('ord'), ids.filter((_, at) => (i >> at) % 2 === 0)];
    const lines = (chosen.length ? chosen : ids).map((id, at) => line(id, 1 + ((i + at) % 3)));
    const { reserved } = await process(i).stockReserve(order, lines, soon(i % 4 === 0 ? 50 : 60_000));
    if (!reserved) return;
    if (i % 3 === 0) await process(i + 1).stockRelease(order);
    if (i % 3 === 1 && (await process(i + 2).stockCommit(order)).committed) sold += lines.reduce((all, { quantity }) => all + quantity, 0);
  };
  await buyers(120, buy);
  const all = await Promise.all(ids.map((id) => levelOf(shop, id)));
  for (const { onHand, reserved, available, moved } of all) {
    expect(available).toBeGreaterThanOrEqual(0);
    expect(moved).toEqual([onHand, reserved]);
  }
  expect(all.reduce((sum, { onHand }) => sum + (onHand ?? 0), 0)).toBe(20 - sold);
});
