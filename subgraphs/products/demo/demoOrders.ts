import { createHash } from 'node:crypto';
import { TypeID } from 'typeid-js';
import type { OrderId } from '../../../kernel/ids.ts';

/** What was bought in one order: places in the catalogue, and how many of each. */
export type DemoOrder = Readonly<{
  id: OrderId;
  lines: readonly Readonly<{ place: number; quantity: number }>[];
}>;

const ORDERS = 60;

/** Sales of the last weeks: a few products sell often, most now and then; most orders have something from the same shelf as well. */
export const demoOrders = (shelves: readonly number[]): DemoOrder[] =>
  Array.from({ length: ORDERS }, (_, number) => {
    const place = turned(Math.floor((number / ORDERS) ** 2 * shelves.length), shelves.length);
    const beside = shelves.findIndex(
      (shelf, at) => shelf === shelves[place] && at !== place && (at + number) % 3 === 0,
    );
    const lines = [
      { place, quantity: 1 + (number % 2) },
      ...(beside >= 0 && number % 3 < 2 ? [{ place: beside, quantity: 1 }] : []),
    ];
    return { id: orderId(number), lines };
  });

/** The best selling ones are spread over the shop. */
const turned = (rank: number, of: number): number => (rank * 31 + 7) % of;

/** An id that no order has, and always the same: a second try sells nothing twice. */
const orderId = (number: number): OrderId =>
  TypeID.fromUUIDBytes(
    'ord',
    new Uint8Array(createHash('sha256').update(`demo ${number}`).digest().subarray(0, 16)),
  ).toString() as OrderId;
