import type { CategoryId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { type Media, type Product, priceOf } from '../catalogue/product.ts';
import { productCreate } from '../catalogue/productCreate.ts';
import { changeVariant, withVariants } from '../catalogue/variant.ts';
import type { Ports } from '../ports.ts';
import type { DemoRoom } from './catalogue.ts';
import { type DemoProduct, inputOf } from './demoProduct.ts';
import { demoReviews } from './demoReviews.ts';

export type DemoPorts = Pick<Ports, 'products' | 'categories' | 'claims' | 'reviews' | 'now'>;
export type Listed = Readonly<{
  product: DemoProduct;
  number: number;
  of: number;
  room: DemoRoom;
  categoryId: CategoryId;
}>;

const SEEDER: Viewer = { kind: 'service', name: 'seed', onBehalfOf: null };
const DAY_MS = 86_400_000;
const OPENED_DAYS_AGO = 90;
const REDUCED_DAYS_AGO = 3;

/** Puts a product on its shelf: made some time ago at its full price, reviewed, reduced a few days ago if it is on offer; with pictures, it is whole. */
export const demoProductOpen =
  (ports: DemoPorts, draw: (product: DemoProduct, wall: string) => Promise<readonly Media[]>) =>
  async (listed: Listed, existing: Product | null): Promise<Outcome<Product>> => {
    const made = existing ? done(existing) : await make(ports, listed);
    if (!made.ok || made.value.media.length > 0) return made;
    for (const review of demoReviews(made.value, listed.room.slug, listed.number))
      await ports.reviews.insert(review);
    const media = await draw(listed.product, listed.room.wall);
    return ports.products.change(made.value.id, (product) =>
      reduced({ ...product, media }, listed, ports.now()),
    );
  };

const make = (ports: DemoPorts, { product, number, of, categoryId }: Listed): Promise<Outcome<Product>> => {
  const openedAt = new Date(
    ports.now().getTime() - OPENED_DAYS_AGO * DAY_MS + Math.round((turn(number, of) / of) * 60 * DAY_MS),
  );
  const input = inputOf(product, number, categoryId);
  const variants = input.variants.map(({ compareAtPrice, price, ...variant }) => ({
    ...variant,
    price: compareAtPrice ?? price,
  }));
  return productCreate({ ...ports, now: () => openedAt })(SEEDER, { ...input, variants });
};

/** Every shelf has something new: the order in which products came is not that of the catalogue. */
const turn = (number: number, of: number): number => (number * 19) % of;

const reduced = (product: Product, { product: { price, was } }: Listed, now: Date): Outcome<Product> => {
  if (was === undefined) return done(product);
  const since = new Date(now.getTime() - REDUCED_DAYS_AGO * DAY_MS);
  const variants = product.variants.map((variant) => {
    const before = priceOf(variant);
    return changeVariant(
      variant,
      { price: { ...before, amount: before.amount - (was - price) }, compareAtPrice: before },
      since,
    );
  });
  return andThen(
    withVariants(product, variants, () => []),
    (offered) => done({ ...offered, updatedAt: since }),
  );
};
