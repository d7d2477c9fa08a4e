import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId, type ProductId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/viewer.ts';
import {
  aProduct,
  type Catalogue,
  codes,
  openCatalogue,
  reviewsOf,
  staff,
  value,
} from '../support/catalogue.ts';
import { freshMongo } from '../support/stores.ts';

let shop: Catalogue;
beforeAll(async () => {
  shop = await openCatalogue(freshMongo());
});
afterAll(() => shop.close());

const customer = (): Person => ({ ...staff, userId: newId('user'), role: 'CUSTOMER' });
const review = async (productId: string, rating: number, viewer: Person, body = 'Does what it says.') =>
  value(await shop.use.reviewCreate(viewer, { productId, rating, title: 'Good', body }));
const ratingsOf = async (id: ProductId) => (await shop.ports.products.find([id]))[0]?.ratings;

test('a person reads their own reviews, hidden ones too, and nobody else’s', async () => {
  const [{ id: first }, { id: second }] = [await aProduct(shop), await aProduct(shop)];
  const [ada, bob] = [customer(), customer()];
  await review(first, 5, ada, 'Mine.');
  value(await shop.use.reviewHide((await review(second, 1, ada, 'Mine, too.')).id, 'rude'));
  await review(first, 3, bob, 'Not mine.');
  const { reviews } = JSON.parse(await shop.use.personalDataOf(ada.userId)) as {
    reviews: { body: string; hiddenBecause: string | null }[];
  };
  expect(reviews.map(({ body, hiddenBecause }) => [body, hiddenBecause]).sort()).toEqual([
    ['Mine, too.', 'rude'],
    ['Mine.', null],
  ]);
});

test('who is forgotten leaves stars and words without a name', async () => {
  const { id } = await aProduct(shop);
  const [ada, bob, carl] = [customer(), customer(), customer()];
  for (const [person, stars] of [
    [ada, 5],
    [bob, 4],
    [carl, 1],
  ] as const)
    await review(id, stars, person);
  for (const { userId } of [ada, bob, ada]) expect(await shop.use.personalDataErase(userId)).toBe(true);

  expect(await ratingsOf(id)).toEqual([1, 0, 0, 1, 1]);
  const { nodes } = await reviewsOf(shop, id, { sort: 'RATING_DESC' });
  expect(nodes.map(({ authorName, rating, body }) => [authorName, rating, body])).toEqual([
    ['A customer', 5, 'Does what it says.'],
    ['A customer', 4, 'Does what it says.'],
    ['Ada E.', 1, 'Does what it says.'],
  ]);
  expect(JSON.parse(await shop.use.personalDataOf(ada.userId))).toEqual({ reviews: [] });
  expect(codes(await shop.use.reviewDelete(ada, nodes[0]?.id ?? ''))).toEqual(['NOT_FOUND']);
});
