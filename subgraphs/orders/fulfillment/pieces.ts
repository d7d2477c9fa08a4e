import type { FulfillmentLineInput } from '../../../generated/orders/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { type Id, readId } from '../../../kernel/ids.ts';
import { done, type Outcome, type Refusal, refuse, refuseAll } from '../../../kernel/outcome.ts';
import type { Order, OrderLine } from '../order.ts';

/** So many of a line. */
export type LineQuantity = Readonly<{ line: OrderLine; quantity: number }>;
export type RequestedLine = Readonly<{ orderLineId: Id<'oline'>; quantity: number }>;

const MAX_LINES = 100;

/** What is wished for, each line once; what is no quantity at all is misuse. */
export const parseRequestedLines = (lines: readonly FulfillmentLineInput[]): RequestedLine[] => {
  if (lines.length > MAX_LINES) throw badInput(`At most ${MAX_LINES} lines.`);
  const quantities = new Map<Id<'oline'>, number>();
  for (const { orderLineId, quantity } of lines) {
    if (quantity < 1) throw badInput('quantity must be 1 or more.');
    const id = readId('oline', orderLineId);
    quantities.set(id, (quantities.get(id) ?? 0) + quantity);
  }
  return [...quantities].map(([orderLineId, quantity]) => ({ orderLineId, quantity }));
};

/** The order's lines that are wished for, if there is enough left of each. */
export const lineQuantities = (
  order: Order,
  wishes: readonly RequestedLine[],
  leftOf: (line: OrderLine) => number,
): Outcome<readonly LineQuantity[]> => {
  if (wishes.length === 0) return refuse('INVALID', 'Say which items.', ['lines']);
  const found = wishes.map(({ orderLineId, quantity }) => ({
    line: order.lines.find(({ id }) => id === orderLineId),
    quantity,
  }));
  const faults = found.flatMap(({ line, quantity }, index): Refusal[] => {
    if (!line)
      return [
        { code: 'NOT_FOUND', message: 'The order has no such line.', field: ['lines', index, 'orderLineId'] },
      ];
    const left = leftOf(line);
    return quantity <= left
      ? []
      : [{ code: 'INVALID', message: notEnough(line, left), field: ['lines', index, 'quantity'] }];
  });
  const pieces = found.flatMap(({ line, quantity }) => (line ? [{ line, quantity }] : []));
  return faults.length > 0 ? refuseAll(faults) : done(pieces);
};

const notEnough = ({ productTitle }: OrderLine, left: number): string =>
  left === 0 ? `Nothing is left of ${productTitle}.` : `Only ${left} of ${productTitle} are left.`;

/** How many of each line are meant. */
export const quantityOf = (pieces: readonly LineQuantity[], line: OrderLine): number =>
  pieces.find((piece) => piece.line.id === line.id)?.quantity ?? 0;
