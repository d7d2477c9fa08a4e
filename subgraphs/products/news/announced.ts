import type { Outcome } from '../../../kernel/outcome.ts';
import type { Product } from '../catalogue/product.ts';
import type { Tree } from '../categories/tree.ts';
import type { Ports } from '../ports.ts';
import type { Review } from '../reviews/review.ts';

/** The same ports; what changes the catalogue says so, so that copies of it are thrown away. */
export const announced = <P extends Pick<Ports, 'products' | 'categories' | 'reviews' | 'news'>>(ports: P): P => {
  const { products, categories, reviews, news } = ports;
  const product = (outcome: Outcome<Product>): Outcome<Product> => {
    if (outcome.ok) news.changed([`product:${outcome.value.id}`, ...outcome.value.categoryIds.map((id) => `category:${id}`), 'products']);
    return outcome;
  };
  const tree = (outcome: Outcome<Tree>): Outcome<Tree> => {
    if (outcome.ok) news.changed([...outcome.value.map(({ id }) => `category:${id}`), 'categories', 'products']);
    return outcome;
  };
  const review = (outcome: Outcome<Review>): Outcome<Review> => {
    if (outcome.ok) news.changed([`product:${outcome.value.productId}`, 'products']);
    return outcome;
  };
  return {
    ...ports,
    products: {
      ...products,
      insert: (made, opening) => products.insert(made, opening).then(product),
      change: (id, decide, opening) => products.change(id, decide, opening).then(product),
    },
    categories: { ...categories, change: (decide) => categories.change(decide).then(tree) },
    reviews: {
      ...reviews,
      insert: (made) => reviews.insert(made).then(review),
      change: (id, decide) => reviews.change(id, decide).then(review),
      remove: (gone) => reviews.remove(gone).then(() => news.changed([`product:${gone.productId}`, 'products'])),
    },
  };
};
