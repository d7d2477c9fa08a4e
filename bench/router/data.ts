/** The world of the public gateway benchmark: six users, nine products, eleven reviews. */
export const users = [
  'Uri Goldshtein',
  'Dotan Simha',
  'Kamil Kisiela',
  'Arda Tanrikulu',
  'Gil Gardosh',
  'Laurin Quast',
].map((name, i) => ({
  id: String(i + 1),
  name,
  username: name.toLowerCase().replace(' ', ''),
  birthday: 1_234_567_890 + i,
}));
const priced: readonly (readonly [name: string, price: number, weight: number])[] = [
  ['Table', 899, 100],
  ['Couch', 1299, 1000],
  ['Glass', 15, 20],
  ['Chair', 499, 100],
  ['TV', 1299, 1000],
  ['Lamp', 6999, 300],
  ['Grill', 3999, 2000],
  ['Fridge', 100_000, 6000],
  ['Sofa', 9999, 800],
];
export const products = priced.map(([name, price, weight], i) => ({
  upc: String(i + 1),
  name,
  price,
  weight,
  inStock: i % 2 === 0,
}));
const written: readonly (readonly [author: string, upc: string])[] = [
  ['1', '1'],
  ['1', '2'],
  ['1', '3'],
  ['2', '1'],
  ['2', '4'],
  ['3', '3'],
  ['3', '5'],
  ['4', '6'],
  ['5', '7'],
  ['6', '8'],
  ['6', '1'],
];
export const reviews = written.map(([author, upc], i) => ({
  id: String(i + 1),
  body: `What I think of it, number ${i + 1}.`,
  author,
  upc,
}));

/** The query of the public benchmark (16 fetches) and a small one (4 fetches). */
export const QUERIES = {
  large: `fragment User on User { id username name } fragment Review on Review { id body } fragment Product on Product { inStock name price shippingEstimate upc weight }
query TestQuery {
  users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
  topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
}`,
  small:
    'query Small { topProducts(first: 2) { upc name inStock shippingEstimate reviews { id author { name } } } }',
} as const;
