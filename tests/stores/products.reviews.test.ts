import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, type UserId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/viewer.ts';
import {
  aProduct,
  type Catalogue,
  codes,
  guest,
  openCatalogue,
  reviewsOf,
  staff,
  value,
} from '../support/catalogue.ts';
import { freshMongo } from '../support/stores.ts';

let shop: Catalogue;
let elsewhere: Catalogue;
const url = freshMongo();
beforeAll(async () => {
  shop = await openCatalogue(url);
  elsewhere = await openCatalogue(url);
});
afterAll(() => Promise.all([shop.close(), elsewhere.close()]));

const customer = (): Person => ({ ...staff, userId: newId('user'), role: 'CUSTOMER' });
const words = { title: 'Good', body: 'Does what it says.' };
const review = async (productId: string, rating: number, viewer = customer(), at = shop) =>
  at.use.reviewCreate(viewer, { productId, rating, ...words });
const ratingsOf = async (id: Awaited<ReturnType<typeof aProduct>>['id']) =>
  (await shop.ports.products.find([id]))[0]?.ratings;

describe('a review', () => {
  test('is written once, by whoever has bought the product', async () => {
    const { id } = await aProduct(shop);
    const [buyer, stranger] = [customer(), customer()];
    const purchases = { purchased: async (userId: UserId) => userId === buyer.userId };
    const sold = await openCatalogue(url, { purchases });
    expect(codes(await review(id, 5, stranger, sold))).toEqual(['PURCHASE_REQUIRED']);
    expect(value(await review(id, 4, buyer, sold))).toMatchObject({
      rating: 4,
      authorName: 'Ada E.',
      status: 'PUBLISHED',
    });
    const again = await Promise.all([review(id, 1, buyer, sold), review(id, 2, buyer, sold)]);
    expect(again.flatMap(codes)).toEqual(['ALREADY_EXISTS', 'ALREADY_EXISTS']);
    expect(await ratingsOf(id)).toEqual([0, 0, 0, 1, 0]);
    await sold.close();
  });

  test('is its author’s to change and to remove, and staff’s to hide and to show again', async () => {
    const { id } = await aProduct(shop);
    const author = customer();
    const mine = value(await review(id, 5, author));
    expect(codes(await shop.use.reviewUpdate(customer(), { id: mine.id, rating: 1 }))).toEqual(['NOT_FOUND']);
    expect(codes(await shop.use.reviewDelete(customer(), mine.id))).toEqual(['NOT_FOUND']);
    expect(value(await shop.use.reviewUpdate(author, { id: mine.id, rating: 2 }))).toMatchObject({
      rating: 2,
      title: 'Good',
    });
    expect(await ratingsOf(id)).toEqual([0, 1, 0, 0, 0]);
    value(await shop.use.reviewHide(mine.id, 'rude'));
    expect(await ratingsOf(id)).toEqual([0, 0, 0, 0, 0]);
    expect((await reviewsOf(shop, id, {})).nodes).toEqual([]);
    expect(value(await shop.use.reviewPublish(mine.id))).toMatchObject({
      status: 'PUBLISHED',
      hiddenBecause: null,
    });
    expect(await ratingsOf(id)).toEqual([0, 1, 0, 0, 0]);
    value(await shop.use.reviewHide(mine.id, 'rude'));
    expect((await shop.use.reviewsOfUser(author, author.userId, {})).nodes).toHaveLength(1);
    value(await shop.use.reviewDelete(author, mine.id));
    expect((await shop.use.reviewsOfUser(author, author.userId, {})).nodes).toEqual([]);
  });

  test('is answered by the shop', async () => {
    const { id } = await aProduct(shop);
    const { id: reviewId } = value(await review(id, 3));
    value(await shop.use.reviewReply({ id: reviewId, body: 'Sorry.' }));
    expect(value(await shop.use.reviewReply({ id: reviewId, body: 'Thank you.' })).reply?.body).toBe(
      'Thank you.',
    );
    expect(codes(await shop.use.reviewReply({ id: newId('rev'), body: 'Hello.' }))).toEqual(['NOT_FOUND']);
  });

  test('is of a product that is there', async () => {
    expect(codes(await review(newId('prod'), 3))).toEqual(['NOT_FOUND']);
    expect(codes(await review((await aProduct(shop, { status: 'DRAFT' })).id, 3))).toEqual(['NOT_FOUND']);
  });

  test('of a customer is shown to them and staff alone', async () => {
    const me = customer();
    expect((await shop.use.reviewsOfUser(staff, me.userId, {})).totalCount).toBe(0);
    await expect(shop.use.reviewsOfUser(customer(), me.userId, {})).rejects.toThrow(/role/);
    await expect(shop.use.reviewsOfUser(guest, me.userId, {})).rejects.toThrow(/role/);
  });
});

describe('the rating of a product', () => {
  test('is exact after many changes at once, from two processes', async () => {
    const { id } = await aProduct(shop);
    const stars = Array.from({ length: 24 }, (_, i) => (i % 5) + 1);
    const written = await Promise.all(
      stars.map((rating, i) => review(id, rating, customer(), i % 2 ? shop : elsewhere)),
    );
    await Promise.all(
      written.slice(0, 8).map((each, i) => (i % 2 ? shop : elsewhere).use.reviewHide(value(each).id, 'test')),
    );
    const left = stars.slice(8);
    expect(await ratingsOf(id)).toEqual(
      [1, 2, 3, 4, 5].map((n) => left.filter((rating) => rating === n).length),
    );
  });

  test('is counted by the sweeper if whoever changed it died', async () => {
    const { id } = await aProduct(shop);
    const { id: reviewId } = value(await review(id, 5));
    await shop.db.products.updateOne({ _id: id }, { $push: { counting: { job: 'gone', at: new Date(0) } } });
    await shop.db.reviews.updateOne({ _id: reviewId }, { $set: { rating: 1 } });
    await shop.use.sweep();
    expect(await ratingsOf(id)).toEqual([1, 0, 0, 0, 0]);
    expect(await shop.db.products.countDocuments({ _id: id, 'counting.at': { $exists: true } })).toBe(0);
  });

  test('puts products in order and filters them', async () => {
    const brand = newId('key');
    const [good, bad, none] = [
      await aProduct(shop, { brand }),
      await aProduct(shop, { brand }),
      await aProduct(shop, { brand }),
    ];
    await review(good.id, 5);
    await review(bad.id, 2);
    const found = async (filter: object) =>
      (
        await shop.use.productsSearch(guest, { filter: { brands: [brand], ...filter }, sort: 'RATING' })
      ).nodes.map(({ id }) => id);
    expect(await found({})).toEqual([good.id, bad.id, none.id]);
    expect(await found({ ratingMin: 4 })).toEqual([good.id]);
  });
});

describe('a list of reviews', () => {
  test('is in the order that was asked for, over pages', async () => {
    const { id } = await aProduct(shop);
    for (const rating of [3, 5, 1, 5]) await review(id, rating);
    const walk = async (args: object) => {
      const seen: number[] = [];
      for (let after: string | null = null; ; ) {
        const page: Awaited<ReturnType<typeof reviewsOf>> = await reviewsOf(shop, id, {
          first: 1,
          after,
          ...args,
        });
        seen.push(...page.nodes.map(({ rating }) => rating));
        if (!page.pageInfo.hasNextPage) return seen;
        after = page.pageInfo.endCursor;
      }
    };
    expect(await walk({})).toEqual([5, 1, 5, 3]);
    expect(await walk({ sort: 'RATING_ASC' })).toEqual([1, 3, 5, 5]);
    expect(await walk({ sort: 'RATING_DESC' })).toEqual([5, 5, 3, 1]);
    expect(await walk({ rating: 5 })).toEqual([5, 5]);
    expect((await reviewsOf(shop, id, { rating: 5 })).totalCount).toBe(2);
  });
});
