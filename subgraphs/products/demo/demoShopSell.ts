import type { VariantId } from '../../../kernel/ids.ts';
import { lane } from '../../../kernel/lane.ts';
import type { Product } from '../catalogue/product.ts';
import { stockCommit } from '../inventory/completeReservation.ts';
import { stockReserve } from '../inventory/stockReserve.ts';
import type { Ports } from '../ports.ts';
import { basketCount } from '../search/boughtTogether.ts';
import { type DemoOrder, demoOrders } from './demoOrders.ts';
import { inputOf } from './demoProduct.ts';
import { CATALOGUE } from './demoShopOpen.ts';

type Needs = Pick<Ports, 'products' | 'stock' | 'reservations' | 'sales' | 'now'>;

const AT_A_TIME = 4;
const PLENTY = 20;
const MINUTES_15_MS = 15 * 60_000;
const MINUTE_MS = 60_000;

const ORDERS = demoOrders(CATALOGUE.map(({ shelf }) => CATALOGUE.findIndex((each) => each.shelf === shelf)));

/** Whether the demo shop has sold already: its last order has taken its stock. */
export const hasSold = async ({ reservations }: Pick<Ports, 'reservations'>): Promise<boolean> => {
  const last = ORDERS.at(-1);
  return last !== undefined && (await reservations.find(last.id))?.state === 'COMMITTED';
};

/**
 * Sells what the demo shop sold before it opened, as orders do: reserved, taken, counted. What was sold before is not sold again.
 * The ledger is written once a variant at the end: after each order it would be most of the work.
 */
export const demoShopSell = (ports: Needs) => async (): Promise<void> => {
  const products = await ports.products.findBySlug(CATALOGUE.map(({ product }) => product.slug));
  const inTurn = lane(AT_A_TIME, ORDERS.length);
  const undrained = { ...ports, stock: { ...ports.stock, drainSoon: () => undefined } };
  const sold = await Promise.all(ORDERS.map((order) => inTurn(() => sell(undrained, order, products))));
  await ports.stock.drain(sold.flat());
  const soon = new Date(ports.now().getTime() + MINUTE_MS);
  while ((await ports.sales.recount(soon)) > 0);
};

/** Answers the variants that it sold. */
const sell = async (
  ports: Needs,
  { id, lines }: DemoOrder,
  products: readonly (Product | null)[],
): Promise<VariantId[]> => {
  const wanted = lines.flatMap(({ place, quantity }) => {
    const variantId = plentifulVariant(products[place] ?? null, place);
    return variantId ? [{ variantId, quantity }] : [];
  });
  if (wanted.length === 0) return [];
  await stockReserve(ports)(id, wanted, new Date(ports.now().getTime() + MINUTES_15_MS));
  await stockCommit(ports)(id);
  const reservation = await ports.reservations.find(id);
  if (!reservation) return [];
  await basketCount(ports)(reservation);
  return reservation.lines.map(({ variantId }) => variantId);
};

/** One that had plenty when the shop was filled: the last few of a product stay for the shop to show. */
const plentifulVariant = (product: Product | null, place: number): string | undefined => {
  const demo = CATALOGUE[place]?.product;
  const opened = demo && inputOf(demo, place, '').variants.find(({ onHand }) => (onHand ?? 0) >= PLENTY);
  return product?.variants.find(({ sku }) => sku === opened?.sku)?.id;
};
