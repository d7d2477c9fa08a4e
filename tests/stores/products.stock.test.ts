import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, type VariantId } from '../../kernel/ids.ts';
import {
  type Catalogue,
  codes,
  levelOf,
  openCatalogue,
  soon,
  staff,
  stocked,
  value,
} from '../support/catalogue.ts';
import { freshMongo } from '../support/stores.ts';

let shop: Catalogue;
let late: Catalogue;
const url = freshMongo();
beforeAll(async () => {
  shop = await openCatalogue(url);
  late = await openCatalogue(url, { now: () => soon(3_600_000) });
});
afterAll(() => Promise.all([shop.close(), late.close()]));

const line = (variantId: VariantId, quantity = 1) => ({ variantId, quantity });
const at = (onHand: number, reserved: number) => ({
  onHand,
  reserved,
  available: onHand - reserved,
  moved: [onHand, reserved],
});

describe('stock of an order', () => {
  test('is reserved, then taken', async () => {
    const [id, order] = [await stocked(shop, 10), newId('ord')];
    expect(await shop.use.stockReserve(order, [line(id, 3)], soon())).toEqual({
      reserved: true,
      shortages: [],
    });
    expect(await levelOf(shop, id)).toEqual(at(10, 3));
    expect(await shop.use.stockCommit(order)).toEqual({ committed: true });
    expect(await levelOf(shop, id)).toEqual(at(7, 0));
  });

  test('is reserved and taken once, however often that is asked', async () => {
    const [id, order] = [await stocked(shop, 10), newId('ord')];
    const reserve = () => shop.use.stockReserve(order, [line(id, 3)], soon());
    await Promise.all([reserve(), reserve(), reserve(), reserve()]);
    expect(await levelOf(shop, id)).toEqual(at(10, 3));
    await Promise.all([
      shop.use.stockCommit(order),
      shop.use.stockCommit(order),
      shop.use.stockCommit(order),
    ]);
    expect(await levelOf(shop, id)).toEqual(at(7, 0));
    expect(await reserve()).toEqual({ reserved: true, shortages: [] });
    expect(await levelOf(shop, id)).toEqual(at(7, 0));
  });

  test('E08: counts the same variant in two lines as one', async () => {
    const id = await stocked(shop, 3);
    const reserved = await shop.use.stockReserve(newId('ord'), [line(id, 2), line(id, 2)], soon());
    expect(reserved).toEqual({ reserved: false, shortages: [{ variantId: id, wanted: 4, available: 3 }] });
  });

  test('is all lines or none, and says what is short', async () => {
    const [plenty, few, none, order] = [
      await stocked(shop, 10),
      await stocked(shop, 1),
      await stocked(shop, 0),
      newId('ord'),
    ];
    const { reserved, shortages } = await shop.use.stockReserve(
      order,
      [line(plenty), line(few, 2), line(none)],
      soon(),
    );
    expect(reserved).toBe(false);
    expect(shortages).toHaveLength(2);
    expect(shortages).toContainEqual({ variantId: few, wanted: 2, available: 1 });
    expect(await levelOf(shop, plenty)).toEqual(at(10, 0));
    expect(await levelOf(shop, few)).toEqual(at(1, 0));
    const again = await shop.use.stockReserve(order, [line(plenty), line(few, 2), line(none)], soon());
    expect(again).toEqual({ reserved, shortages });
  });

  test('is given back, once', async () => {
    const [id, order] = [await stocked(shop, 5), newId('ord')];
    await shop.use.stockReserve(order, [line(id, 5)], soon());
    expect(await Promise.all([shop.use.stockRelease(order), shop.use.stockRelease(order)])).toEqual([
      { released: true },
      { released: true },
    ]);
    expect(await levelOf(shop, id)).toEqual(at(5, 0));
    expect(await shop.use.stockCommit(order)).toEqual({ committed: false });
  });

  test('is not reserved for an order that was released before', async () => {
    const [id, order] = [await stocked(shop, 5), newId('ord')];
    expect(await shop.use.stockRelease(order)).toEqual({ released: true });
    expect(await shop.use.stockReserve(order, [line(id)], soon())).toEqual({
      reserved: false,
      shortages: [],
    });
    expect(await levelOf(shop, id)).toEqual(at(5, 0));
  });

  test('is not given back once it is taken', async () => {
    const [id, order] = [await stocked(shop, 5), newId('ord')];
    await shop.use.stockReserve(order, [line(id, 2)], soon());
    await shop.use.stockCommit(order);
    expect(await shop.use.stockRelease(order)).toEqual({ released: false });
    expect(await levelOf(shop, id)).toEqual(at(3, 0));
  });

  test('is not taken for an order that never reserved', async () => {
    expect(await shop.use.stockCommit(newId('ord'))).toEqual({ committed: false });
  });

  test('of another choice than before is refused', async () => {
    const [id, order] = [await stocked(shop, 5), newId('ord')];
    await shop.use.stockReserve(order, [line(id, 2)], soon());
    await expect(shop.use.stockReserve(order, [line(id, 3)], soon())).rejects.toThrow(/something else/);
  });
});

describe('a reservation that runs out', () => {
  test('is given back by the sweeper', async () => {
    const [id, order] = [await stocked(shop, 5), newId('ord')];
    await shop.use.stockReserve(order, [line(id, 5)], soon(1));
    await late.use.sweep();
    expect(await levelOf(shop, id)).toEqual(at(5, 0));
  });

  test('is given back as soon as somebody else needs it', async () => {
    const [id, order] = [await stocked(shop, 5), newId('ord')];
    await shop.use.stockReserve(order, [line(id, 5)], soon());
    expect(await late.use.stockReserve(newId('ord'), [line(id, 4)], soon(7_200_000))).toMatchObject({
      reserved: true,
    });
    expect(await levelOf(shop, id)).toEqual(at(5, 4));
  });

  test('is taken again by its order, if there is enough', async () => {
    const [id, order] = [await stocked(shop, 5), newId('ord')];
    await shop.use.stockReserve(order, [line(id, 5)], soon());
    await late.use.sweep();
    expect(await shop.use.stockCommit(order)).toEqual({ committed: true });
    expect(await levelOf(shop, id)).toEqual(at(0, 0));
  });

  test('is not taken again if somebody else has it', async () => {
    const [id, order] = [await stocked(shop, 5), newId('ord')];
    await shop.use.stockReserve(order, [line(id, 5)], soon());
    await late.use.stockReserve(newId('ord'), [line(id, 1)], soon(7_200_000));
    expect(await shop.use.stockCommit(order)).toEqual({ committed: false });
    expect(await levelOf(shop, id)).toEqual(at(5, 1));
    expect(await shop.use.stockCommit(order)).toEqual({ committed: false });
  });
});

describe('stock that comes back', () => {
  const sold = async (onHand: number, quantity: number) => {
    const [id, order] = [await stocked(shop, onHand), newId('ord')];
    await shop.use.stockReserve(order, [line(id, quantity)], soon());
    await shop.use.stockCommit(order);
    return { id, order };
  };

  test('is put back once a key', async () => {
    const { id, order } = await sold(5, 3);
    const back = () => shop.use.stockReturn(order, [line(id, 2)], 'one');
    expect(await Promise.all([back(), back(), back()])).toEqual(Array(3).fill({ returned: true }));
    expect(await levelOf(shop, id)).toEqual(at(4, 0));
  });

  test('is never more than was taken', async () => {
    const { id, order } = await sold(5, 3);
    expect(await shop.use.stockReturn(order, [line(id, 2)], 'one')).toEqual({ returned: true });
    expect(await shop.use.stockReturn(order, [line(id, 2)], 'two')).toEqual({ returned: false });
    expect(await shop.use.stockReturn(order, [line(id, 1)], 'three')).toEqual({ returned: true });
    expect(await levelOf(shop, id)).toEqual(at(5, 0));
  });
});

describe('stock that staff changes', () => {
  const adjust = (variantId: string, delta: number, idempotencyKey: string = randomUUID()) =>
    shop.use.stockAdjust(staff, { variantId, delta, reason: 'counted', idempotencyKey });

  test('is adjusted once a key', async () => {
    const [id, key] = [await stocked(shop, 5), randomUUID()];
    await Promise.all([adjust(id, 3, key), adjust(id, 3, key), adjust(id, 3, key)]);
    expect(codes(await adjust(id, 3, key))).toEqual([]);
    expect(codes(await adjust(id, 4, key))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(await levelOf(shop, id)).toEqual(at(8, 0));
  });

  test('is never less than orders have reserved', async () => {
    const id = await stocked(shop, 5);
    await shop.use.stockReserve(newId('ord'), [line(id, 4)], soon());
    const key = randomUUID();
    expect(codes(await adjust(id, -2, key))).toEqual(['INVALID']);
    expect(codes(await adjust(id, -1, key))).toEqual([]);
    expect(codes(await shop.use.stockSet({ variantId: id, to: 3, from: 4, reason: 'count' }))).toEqual([
      'INVALID',
    ]);
    expect(await levelOf(shop, id)).toEqual(at(4, 4));
  });

  test('is set from what was counted, or not at all', async () => {
    const id = await stocked(shop, 5);
    expect(codes(await shop.use.stockSet({ variantId: id, to: 9, from: 4, reason: 'count' }))).toEqual([
      'STOCK_CHANGED',
    ]);
    expect(codes(await shop.use.stockSet({ variantId: id, to: 9, from: 5, reason: 'count' }))).toEqual([]);
    expect(await levelOf(shop, id)).toEqual(at(9, 0));
  });

  test('of a variant that is not there is not found', async () => {
    expect(codes(await adjust(newId('var'), 1))).toEqual(['NOT_FOUND']);
    expect(
      codes(await shop.use.stockSet({ variantId: newId('var'), to: 1, from: 0, reason: 'count' })),
    ).toEqual(['NOT_FOUND']);
  });

  test('shows with its product whether there is any', async () => {
    const id = await stocked(shop, 1);
    const product = async () => (await shop.ports.products.findByVariant([id]))[0]?.inStock;
    expect(await product()).toBe(true);
    value(await shop.use.stockSet({ variantId: id, to: 0, from: 1, reason: 'count' }));
    expect(await product()).toBe(false);
    value(await adjust(id, 2));
    expect(await product()).toBe(true);
  });
});
