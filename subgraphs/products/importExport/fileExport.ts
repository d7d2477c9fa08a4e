import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Picture } from '../../../kernel/picture.ts';
import { type Product, priceOf, type Variant } from '../catalogue/product.ts';
import type { Ports } from '../ports.ts';
import { type ExportRow, exportColumns, headerOf, rowsOfProduct, type Template } from './exportedProduct.ts';

export type Exported = { products: number; skipped: number };
type Needs = Pick<Ports, 'stock' | 'categories'>;
type Options = Readonly<{
  currency: string;
  options: number;
  pictureUrl: (picture: Picture) => string;
  template?: Template;
}>;

const AT_A_TIME = 50;

/** Writes products as CSV as they are read. Those that are priced in another currency are left out and counted: a file has one. */
export const fileExport =
  (ports: Needs, options: Options) =>
  async (products: AsyncIterable<Product>, file: Writable): Promise<Exported> => {
    const exported: Exported = { products: 0, skipped: 0 };
    const columns = exportColumns(options.options).map((key) => ({
      key,
      header: headerOf(key, options.template ?? 'old'),
    }));
    const csv = stringify({ header: true, columns, quoted_match: /[\r\n]/, record_delimiter: 'windows' });
    await pipeline(rows(ports, options, products, exported), csv, file as Writable & Readable);
    return exported;
  };

async function* rows(
  { stock, categories }: Needs,
  { currency, pictureUrl }: Options,
  products: AsyncIterable<Product>,
  exported: Exported,
): AsyncGenerator<ExportRow> {
  const tree = await categories.tree();
  for await (const some of inParts(products)) {
    const ours = some.filter(({ variants }) =>
      variants.every((variant) => priceOf(variant).currency === currency),
    );
    exported.products += ours.length;
    exported.skipped += some.length - ours.length;
    const onHand = await counted(
      stock,
      ours.flatMap(({ variants }) => variants),
    );
    for (const product of ours) yield* rowsOfProduct(product, { tree, onHand, pictureUrl });
  }
}

const counted = async (
  stock: Needs['stock'],
  variants: readonly Variant[],
): Promise<Map<Variant['id'], number>> => {
  const levels = await stock.levels(variants.map(({ id }) => id));
  return new Map(variants.map(({ id }, at) => [id, levels[at]?.onHand ?? 0]));
};

async function* inParts<T>(all: AsyncIterable<T>): AsyncGenerator<T[]> {
  let some: T[] = [];
  for await (const each of all) {
    some.push(each);
    if (some.length < AT_A_TIME) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
