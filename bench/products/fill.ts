import { MongoClient } from 'mongodb';
import { newId, type ProductId, type VariantId } from '../../kernel/ids.ts';
import type { Tree } from '../../subgraphs/products/catalogue/category.ts';
import type { Product } from '../../subgraphs/products/catalogue/product.ts';
import { changedFields } from '../../subgraphs/products/catalogue/store.document.ts';
import { newVariant } from '../../subgraphs/products/catalogue/variant.ts';
import {
  collections,
  type ProductDocument,
  type StockDocument,
} from '../../subgraphs/products/store.database.ts';

const THINGS = ['Mug', 'Plate', 'Bowl', 'Lamp', 'Towel', 'Chair', 'Blanket', 'Vase', 'Basket', 'Notebook'];
const LOOKS = [
  'Plain',
  'Striped',
  'Glazed',
  'Woven',
  'Heavy',
  'Small',
  'Tall',
  'Round',
  'Folding',
  'Enamel',
  'Oak',
  'Linen',
  'Brass',
];
const SIZES = ['S', 'M', 'L', 'XL'];
const TEXT =
  'Made by hand in a small workshop from what grows nearby, and meant to be used every day for many years to come. ';
const START = Date.UTC(2026, 0, 1);

const tree: Tree = THINGS.map((name) => ({
  id: newId('cat'),
  slug: name.toLowerCase(),
  name,
  description: null,
  parentId: null,
}));

const productOf = (n: number): Product => {
  const at = new Date(START + n * 60_000);
  const title = `${LOOKS[n % LOOKS.length]} ${THINGS[(n * 7) % THINGS.length]} ${n}`;
  const variants = SIZES.map((value, i) =>
    newVariant(
      newId('var'),
      {
        sku: `B-${n}-${i}`,
        price: { amount: 500 + ((n * 37 + i) % 20_000), currency: 'EUR' },
        selectedOptions: [{ name: 'Size', value }],
      },
      at,
    ),
  );
  const text = `${TEXT.repeat(4)} Number ${n}.`;
  return {
    ...{
      id: newId('prod'),
      slug: `thing-${n}`,
      title,
      description: text,
      descriptionHtml: `<p>${text}</p>`,
      status: 'ACTIVE',
    },
    ...{
      brand: `Brand ${n % 40}`,
      tags: [`tag ${n % 90}`, 'all'],
      categoryIds: [tree[(n * 7) % tree.length]?.id ?? newId('cat')],
      variants,
    },
    ...{
      media: [],
      createdAt: at,
      updatedAt: at,
      inStock: true,
      sold: n % 97,
      along: [],
      ratings: [0, 0, 1, n % 5, n % 7],
    },
  };
};

const BATCH = 25;

/** So many products of four variants, each in stock: as the shop itself would keep them, but in few statements, and without its patience. */
export const fill = async (url: string, count: number): Promise<readonly Product[]> => {
  const client = new MongoClient(url);
  const db = collections(client.db());
  await db.trees.insertOne({ _id: 'categories', version: 1, categories: tree, stale: [] });
  const products = Array.from({ length: count }, (_, n) => productOf(n));
  for (let from = 0; from < count; from += BATCH) {
    const some = products.slice(from, from + BATCH);
    await db.products.insertMany(some.map(documentOf));
    await db.stock.insertMany(
      some.flatMap(({ id, variants }) => variants.map((variant) => stockOf(id, variant.id))),
    );
  }
  await client.close();
  return products;
};

const stockOf = (productId: ProductId, id: VariantId): StockDocument => ({
  ...{ _id: id, productId, onHand: 10, reserved: 0, available: 10 },
  ...{ seq: 1, holds: [], marks: [], pending: [] },
});

const documentOf = (product: Product): ProductDocument => {
  const { id, createdAt, sold, along, ratings, variants } = product;
  const stocked = variants.map((variant) => ({ id: variant.id, seq: 1, yes: true }));
  const counted = {
    createdAt,
    sold,
    along,
    ratings,
    stars: 4,
    reviews: 3,
    counts: 0,
    counting: [],
    sales: 0,
  };
  return { _id: id, version: 1, ...counted, stocked, ...changedFields(product, tree, 1) };
};
