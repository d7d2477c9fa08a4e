import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { localFiles } from '../../kernel/files.local.ts';
import { newId, type ProductId, type VariantId } from '../../kernel/ids.ts';
import { createLog } from '../../kernel/log.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import type { Guest, Person } from '../../kernel/viewer.ts';
import type { Product } from '../../subgraphs/products/catalogue/product.ts';
import { storedPictures } from '../../subgraphs/products/catalogue/store.pictures.ts';
import type { Publish } from '../../subgraphs/products/invalidation/store.mongo.ts';
import { toNobody } from '../../subgraphs/products/invalidation/store.redis.ts';
import type { Ports } from '../../subgraphs/products/ports.ts';
import { type ReviewsArgs, reviewsOfProducts } from '../../subgraphs/products/reviews/queries.ts';
import { connectMongo } from '../../subgraphs/products/store.connect.ts';
import { mongoPorts } from '../../subgraphs/products/store.ports.ts';
import { useCases } from '../../subgraphs/products/useCases.ts';

const origin = { ip: null, userAgent: null };
export const guest: Guest = { kind: 'guest', origin };
export const staff: Person = {
  kind: 'person',
  userId: newId('user'),
  role: 'STAFF',
  sessionId: 'test',
  origin,
};

export const eur = (amount: number) => ({ amount, currency: 'EUR' });

/** The ports beside the database: everyone is called Ada Example and has bought everything; pictures and invalidations are discarded. */
const others = {
  pictures: storedPictures(localFiles(tmpdir(), 'products'), 'http://shop.test'),
  purchases: { purchased: async () => true },
  people: { nameOf: async () => ({ givenName: 'Ada', familyName: 'Example' }) },
};

/** The catalogue's use cases on a database, with the ports that the test replaces. */
export const openCatalogue = async (
  url: string,
  { publish = toNobody, ...over }: Partial<Ports> & { publish?: Publish } = {},
) => {
  const { db, resource } = await connectMongo(url);
  const stored = mongoPorts(db, createLog('products', 'silent'), { ...others, publish, ...over });
  const ports: Ports = { ...stored.ports, ...over };
  const close = async (): Promise<void> => {
    await stored.resource.close();
    await resource.close();
  };
  return { db, ports, use: useCases(ports), close };
};
export type Catalogue = Awaited<ReturnType<typeof openCatalogue>>;

/** The value of an outcome. Throws if it was refused. */
export const value = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusals));
  return outcome.value;
};
export const codes = (outcome: Outcome<unknown>): string[] =>
  outcome.ok ? [] : outcome.refusals.map(({ code }) => code);

type Input = Parameters<Catalogue['use']['productCreate']>[1];
type VariantInput = Input['variants'][number];

export const aVariant = (over: Partial<VariantInput> = {}): VariantInput => ({
  sku: `SKU-${randomUUID().slice(0, 12)}`,
  price: eur(1000),
  selectedOptions: [],
  onHand: 10,
  ...over,
});

/** An active product, with one variant by default. */
export const aProduct = async ({ use }: Catalogue, over: Partial<Input> = {}): Promise<Product> =>
  value(
    await use.productCreate(staff, {
      title: `Thing ${randomUUID().slice(0, 8)}`,
      status: 'ACTIVE',
      variants: [aVariant()],
      ...over,
    }),
  );

/** The ID of the only variant of a new product with this quantity on hand. */
export const stocked = async (catalogue: Catalogue, onHand: number): Promise<VariantId> => {
  const product = await aProduct(catalogue, { variants: [aVariant({ onHand })] });
  const [variant] = product.variants;
  if (!variant) throw new Error('The product has no variant.');
  return variant.id;
};

/** The level of a variant, and what its movements add up to. */
export const levelOf = async ({ ports, use }: Catalogue, id: VariantId) => {
  const [level] = await ports.stock.levels([id]);
  const nodes = await allMovements(use, id);
  const sum = (field: 'onHandDelta' | 'reservedDelta') =>
    nodes.reduce((all, movement) => all + movement[field], 0);
  return {
    onHand: level?.onHand,
    reserved: level?.reserved,
    available: level?.available,
    moved: [sum('onHandDelta'), sum('reservedDelta')],
  };
};

/** The published reviews of a product. */
export const reviewsOf = async ({ ports }: Catalogue, id: ProductId, args: ReviewsArgs) => {
  const [list] = await reviewsOfProducts(ports)(
    (await ports.products.find([id])).flatMap((product) => product ?? []),
    args,
  );
  if (!list) throw new Error('There is no such product.');
  return list;
};

const allMovements = async (use: Catalogue['use'], id: VariantId) => {
  const all = [];
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<typeof use.stockMovements>> = await use.stockMovements(id, {
      first: 100,
      after,
    });
    all.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return all;
    after = page.pageInfo.endCursor;
  }
};

export const soon = (milliseconds = 60_000): Date => new Date(Date.now() + milliseconds);
