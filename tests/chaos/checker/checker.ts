import { carts, closed } from './carts.ts';
import { invoices } from './invoices.ts';
import { ledger } from './ledger.ts';
import { charges, ofOrders } from './money.ts';
import { known, orderOnce, quantities, statuses, totals } from './orders.ts';
import { limits, redemptions } from './promotions.ts';
import { refunds } from './refunds.ts';
import { cancellations, cards, registers, requests, secrets } from './requests.ts';
import { deadJobs, settled } from './settled.ts';
import { adjustments, levels, perOrder, shapes } from './stock.ts';
import type { Check, Kind } from './violation.ts';

const CHECKS: readonly Check[] = [
  settled,
  deadJobs,
  levels,
  adjustments,
  shapes,
  perOrder,
  orderOnce,
  known,
  totals,
  statuses,
  quantities,
  charges,
  ofOrders,
  refunds,
  ledger,
  limits,
  redemptions,
  carts,
  closed,
  invoices,
  requests,
  cancellations,
  registers,
  cards,
  secrets,
];

/**
 * Proves the invariants from what the datastores and the provider hold and from what clients were told. Shares no code with the
 * product: an error in a rule of the product is not repeated here.
 */
export const violationsOf: Check = (snapshot, history) => CHECKS.flatMap((check) => check(snapshot, history));

/** What becomes right by itself within a while after the faults. */
export const IN_TIME: ReadonlySet<Kind> = new Set<Kind>([
  'NOT_SETTLED',
  'RESERVATION_LEFT',
  'AUTHORIZATION_LEFT',
  'INVOICE_MISSING',
  'ORDER_REFUNDED',
  'PAYMENT_STATUS_OF_ORDER',
  'PAYMENT_STATUS',
  'PAYMENT_OPEN',
  'REFUNDED_DIFFERS',
  'REFUND_DIFFERS',
  'REFUND_EXCEEDS',
  'FEES_DIFFER',
  'LEDGER_DIFFERS',
  'CHARGE_OF_CANCELLED',
  'CAPTURED_DIFFERS',
  'CHARGE_ORPHAN',
  'PROMOTION_OF_CANCELLED',
  'STOCK_SOLD',
  'STOCK_RESERVED',
  'STOCK_RETURNED',
  'CART_OPEN',
]);
