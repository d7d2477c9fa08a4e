import type { History } from './history.ts';
import type { Snapshot } from './snapshot.ts';

/** Every kind of violation. A test proves that each is found where it is planted. */
export const KINDS = [
  'NOT_SETTLED',
  'RESERVATION_LEFT',
  'JOB_DEAD',
  'STOCK_LOST',
  'STOCK_LEVEL',
  'STOCK_MOVEMENTS',
  'STOCK_MOVEMENT',
  'STOCK_OPENING',
  'STOCK_ADJUSTED',
  'STOCK_SOLD',
  'STOCK_RESERVED',
  'STOCK_RELEASED',
  'STOCK_RETURNED',
  'ORDER_LOST',
  'ORDER_CHANGED',
  'ORDER_DOUBLED',
  'ORDER_SHARED',
  'ORDER_UNKNOWN',
  'ORDER_UNPLACED',
  'CART_TWICE',
  'NUMBER_TWICE',
  'ORDER_TOTAL',
  'ORDER_LINES',
  'LINE_TOTAL',
  'ORDER_STATUS',
  'PAYMENT_STATUS_OF_ORDER',
  'ORDER_FULFILLMENT',
  'AUTHORIZATION_LEFT',
  'CHARGE_ORPHAN',
  'CHARGE_MISSING',
  'CHARGE_WITHOUT_ORDER',
  'CHARGE_TWICE',
  'CHARGE_OF_CANCELLED',
  'CAPTURED_DIFFERS',
  'REFUNDED_DIFFERS',
  'REFUND_DIFFERS',
  'REFUND_EXCEEDS',
  'FEES_DIFFER',
  'CURRENCY_DIFFERS',
  'AMOUNT_DIFFERS',
  'PAYMENT_STATUS',
  'PAYMENT_OPEN',
  'ORDER_UNPAID',
  'ORDER_REFUNDED',
  'LEDGER_ENTRY',
  'LEDGER_UNKNOWN',
  'LEDGER_UNBALANCED',
  'LEDGER_DIFFERS',
  'PROMOTION_LOST',
  'PROMOTION_CHANGED',
  'PROMOTION_COUNT',
  'PROMOTION_LIMIT',
  'PROMOTION_PER_CUSTOMER',
  'PROMOTION_GUEST',
  'PROMOTION_OF_CANCELLED',
  'REDEMPTION_MISSING',
  'REDEMPTION_UNKNOWN',
  'CART_LOST',
  'CART_OLDER',
  'CART_DIFFERS',
  'CART_CHANGED',
  'CART_OPEN',
  'CART_CLOSED',
  'INVOICE_GAP',
  'INVOICE_MISSING',
  'INVOICE_TWICE',
  'INVOICE_UNKNOWN',
  'ACCOUNT_LOST',
  'PROFILE_LOST',
  'PRODUCT_LOST',
  'REVIEW_LOST',
  'PASSWORD_LOST',
  'CARD_LOST',
  'CARD_UNKNOWN',
  'REQUEST_LOST',
  'REQUEST_TWICE',
  'REQUEST_UNKNOWN',
  'REQUEST_DIFFERS',
  'CANCEL_LOST',
  'CANCEL_UNKNOWN',
  'SECRET_IN_LOG',
] as const;
export type Kind = (typeof KINDS)[number];

/** Something that must never be so. */
export type Violation = Readonly<{ kind: Kind; subject: string; detail: string }>;
export type Check = (snapshot: Snapshot, history: History) => Violation[];

export const violation = (kind: Kind, subject: string, detail: string): Violation => ({
  kind,
  subject,
  detail,
});
/** No violation where it is as it should be. */
export const unless = (isRight: boolean, kind: Kind, subject: string, detail: string): Violation[] =>
  isRight ? [] : [violation(kind, subject, detail)];

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
export const sumOf = <T>(all: readonly T[], amount: (each: T) => number): number => sum(all.map(amount));
export const groupBy = <T>(all: readonly T[], key: (each: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(key(each));
    if (group) group.push(each);
    else groups.set(key(each), [each]);
  }
  return groups;
};
export const duplicates = (all: readonly string[]): string[] =>
  [...groupBy(all, (each) => each)].flatMap(([key, group]) => (group.length > 1 ? [key] : []));
export const byId = <T extends Readonly<{ id: string }>>(all: readonly T[]): Map<string, T> =>
  new Map(all.map((each) => [each.id, each]));

export const isSold = ({ status }: Readonly<{ status: string }>): boolean =>
  status === 'PLACED' || status === 'COMPLETED';
