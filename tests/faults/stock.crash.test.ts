import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, type OrderId } from '../../kernel/ids.ts';
import {
  aProduct,
  type Catalogue,
  levelOf,
  openCatalogue,
  soon,
  staff,
  stocked,
  value,
} from '../support/catalogue.ts';
import { until } from '../support/client.ts';
import { type ProductsProcess, startProducts } from '../support/productsProcess.ts';
import { freshMongo } from '../support/stores.ts';

const mongo = freshMongo();
let shop: Catalogue;
let late: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue(mongo);
  late = await openCatalogue(mongo, { now: () => soon(3_600_000) });
});
afterAll(() => Promise.all([shop.close(), late.close(), ...launched.map((each) => each.stop())]));

const launched: ProductsProcess[] = [];
const launch = async (failpoint: string): Promise<ProductsProcess> => {
  const products = await startProducts(mongo, failpoint);
  launched.push(products);
  return products;
};

const ON_HAND = 10;
const lines = async () => [
  { variantId: await stocked(shop, ON_HAND), quantity: 2 },
  { variantId: await stocked(shop, ON_HAND), quantity: 3 },
];
type Lines = Awaited<ReturnType<typeof lines>>;
type Act = (
  at: Pick<ProductsProcess, 'stockReserve' | 'stockCommit' | 'stockRelease' | 'stockReturn'>,
  order: OrderId,
  all: Lines,
) => Promise<unknown>;

const reserve: Act = (at, order, all) => at.stockReserve(order, all, soon());
const commit: Act = (at, order) => at.stockCommit(order);
const release: Act = (at, order) => at.stockRelease(order);
const giveBack: Act = (at, order, all) => at.stockReturn(order, all, 'key');

/** What went before, what dies, and whether each line is then reserved or taken: after it is repeated, or if nobody repeats it. */
type Case = Readonly<{
  before: readonly Act[];
  act: Act;
  repeated: Left;
  abandoned: Left;
  steps: readonly string[];
}>;
type Left = 'reserved' | 'taken' | 'free';
const CASES: readonly Case[] = [
  {
    before: [],
    act: reserve,
    repeated: 'reserved',
    abandoned: 'free',
    steps: ['reserve.afterClaim', 'reserve.betweenLines', 'reserve.afterHeld'],
  },
  {
    before: [reserve],
    act: commit,
    repeated: 'taken',
    abandoned: 'taken',
    steps: ['commit.afterDecision', 'commit.betweenLines'],
  },
  {
    before: [reserve],
    act: release,
    repeated: 'free',
    abandoned: 'free',
    steps: ['release.afterDecision', 'release.betweenLines'],
  },
  {
    before: [reserve, commit],
    act: giveBack,
    repeated: 'free',
    abandoned: 'free',
    steps: ['return.afterDecision', 'return.betweenLines'],
  },
];

const levels = (all: Lines) => Promise.all(all.map(({ variantId }) => levelOf(shop, variantId)));
const expected = (all: Lines, left: Left) =>
  all.map(({ quantity }) => {
    const [onHand, reserved] = [
      ON_HAND - (left === 'taken' ? quantity : 0),
      left === 'reserved' ? quantity : 0,
    ];
    return { onHand, reserved, available: onHand - reserved, moved: [onHand, reserved] };
  });

/** Brings an order to where the process dies while it works at it. */
const crash = async ({ before, act }: Case, step: string) => {
  const [order, all] = [newId('ord'), await lines()];
  for (const earlier of before) await earlier(shop.use, order, all);
  const products = await launch(`products.${step}:kill`);
  await Promise.all([expect(act(products, order, all)).rejects.toThrow(), products.hasDied()]);
  return { order, all };
};

/** What the crash left behind, to go on from it twice. */
const snapshot = async (order: OrderId, all: Lines) => {
  const ids = all.map(({ variantId }) => variantId);
  const [stock, movements] = [{ _id: { $in: ids } }, { variantId: { $in: ids } }];
  const stocks = await shop.db.stock.find(stock).toArray();
  const [moved, reservation] = [
    await shop.db.movements.find(movements).toArray(),
    await shop.db.reservations.findOne({ _id: order }),
  ];
  return async (): Promise<void> => {
    await shop.ports.stock.drain(ids);
    await shop.db.movements.deleteMany(movements);
    if (moved.length > 0) await shop.db.movements.insertMany(moved);
    for (const each of stocks) await shop.db.stock.replaceOne({ _id: each._id }, each);
    if (reservation) await shop.db.reservations.replaceOne({ _id: order }, reservation);
  };
};

describe.each(CASES)('I01: kill -9 of the products service', (given) => {
  test.each(given.steps)(
    'at %s: repeated, it ends as if nothing had happened; left alone, the sweeper ends it',
    async (step) => {
      const { order, all } = await crash(given, step);
      const restore = await snapshot(order, all);
      await given.act(shop.use, order, all);
      expect(await levels(all)).toEqual(expected(all, given.repeated));
      await restore();
      await late.use.sweep();
      expect(await levels(all)).toEqual(expected(all, given.abandoned));
      expect((await shop.ports.reservations.find(order))?.settled).toBe(true);
    },
  );
});

describe('I01: kill -9 of the products service', () => {
  test('before it releases the reserved lines of an order that is short', async () => {
    const last = await stocked(shop, 1);
    const [order, all] = [newId('ord'), [...(await lines()), { variantId: last, quantity: 1 }]];
    const products = await launch(
      'products.reserve.afterClaim:delay=2000,products.reserve.beforeCompensation:kill',
    );
    const reserving = expect(products.stockReserve(order, all, soon())).rejects.toThrow();
    await until('the reservation to be begun', () => shop.ports.reservations.find(order));
    await shop.use.stockReserve(newId('ord'), [{ variantId: last, quantity: 1 }], soon(7_200_000));
    await Promise.all([reserving, products.hasDied()]);
    await late.use.sweep();
    expect((await levels(all)).map(({ reserved, moved }) => [reserved, moved[1]])).toEqual([
      [0, 0],
      [0, 0],
      [1, 1],
    ]);
  });

  test('between the ledger and the level neither loses nor doubles a movement', async () => {
    const [line] = await lines();
    if (!line) throw new Error('There is a line.');
    const products = await launch('products.drain.afterLedger:kill');
    await products.stockReserve(newId('ord'), [line], soon()).catch(() => undefined);
    await products.hasDied();
    await shop.use.sweep();
    expect(await levels([line])).toEqual(expected([line], 'reserved'));
    expect(await shop.db.movements.countDocuments({ variantId: line.variantId })).toBe(2);
  });

  test('between a review’s change and its count: the sweeper corrects the rating', async () => {
    const { id } = await aProduct(shop);
    const review = value(
      await shop.use.reviewCreate(staff, { productId: id, rating: 2, title: 'Fair', body: 'Fair.' }),
    );
    const products = await launch('products.review.beforeCount:kill');
    await Promise.all([expect(products.reviewHide(review.id)).rejects.toThrow(), products.hasDied()]);
    const ratings = async () => (await shop.ports.products.find([id]))[0]?.ratings;
    expect(await ratings()).toEqual([0, 1, 0, 0, 0]);
    await late.use.sweep();
    expect(await ratings()).toEqual([0, 0, 0, 0, 0]);
  });

  test('between a change and its cache invalidation: another process publishes it', async () => {
    const { id } = await aProduct(shop);
    const told: string[] = [];
    const other = await openCatalogue(mongo, { publish: async (tags) => void told.push(...tags) });
    await until(
      'what was before to be told',
      async () => (await shop.db.products.countDocuments({ news: { $exists: true } })) === 0,
    );
    const products = await launch('products.news.beforePublish:kill');
    await Promise.all([products.productArchive(id).catch(() => undefined), products.hasDied()]);
    await other.ports.news.tellLeft(soon());
    expect(told).toEqual([`product:${id}`, 'products:list']);
    await other.close();
  });
});
