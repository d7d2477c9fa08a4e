/** Rows as the datastores hold them. Numbers of PostgreSQL's bigint are numbers here: no amount of a run is large. */
export type OrderRow = Readonly<{
  id: string;
  number: string;
  /** The key of the checkout. Null where an order that came to nothing has given it back. */
  key: string | null;
  cartId: string;
  cartReleased: boolean;
  ownerId: string | null;
  email: string;
  status: string;
  paymentStatus: string;
  fulfillmentStatus: string;
  paymentId: string | null;
  currency: string;
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  taxIncluded: boolean;
  total: number;
  refunded: number;
  promotions: readonly Readonly<{ promotionId: string; discount: number }>[];
  placedAt: Date | null;
  cancelReason: string | null;
}>;
export type LineRow = Readonly<{
  id: string;
  orderId: string;
  variantId: string;
  sku: string;
  quantity: number;
  fulfilled: number;
  refunded: number;
  /** In stock again although their refund failed. */
  returned: number;
  unitPrice: number;
  subtotal: number;
  discount: number;
  tax: number;
  total: number;
}>;
export type RefundRow = Readonly<{
  id: string;
  orderId: string;
  /** The refund of payments; null until payments was asked, and where no money moves. */
  paymentRefundId: string | null;
  amount: number;
  status: string;
  reason: string;
}>;
export type RefundLineRow = Readonly<{
  refundId: string;
  lineId: string;
  quantity: number;
  amount: number;
  /** Put in stock again by this refund. */
  restocked: number;
  /** In stock already, by a refund that failed. */
  covered: number;
}>;
export type FulfillmentRow = Readonly<{
  id: string;
  orderId: string;
  trackingNumber: string | null;
  delivered: boolean;
}>;
export type FulfillmentLineRow = Readonly<{ fulfillmentId: string; lineId: string; quantity: number }>;
export type NoteRow = Readonly<{ orderId: string; body: string }>;
export type PromotionRow = Readonly<{
  id: string;
  code: string | null;
  limit: number | null;
  limitPerCustomer: number | null;
  redeemed: number;
}>;
export type RedemptionRow = Readonly<{
  promotionId: string;
  orderId: string;
  ownerId: string | null;
  givenBack: boolean;
}>;
export type InvoiceRow = Readonly<{ orderId: string; series: string; number: number }>;
export type SeriesRow = Readonly<{ series: string; last: number }>;
export type PaymentRow = Readonly<{
  id: string;
  orderId: string;
  amount: number;
  currency: string;
  status: string;
  providerId: string | null;
  authorized: number;
  released: number;
  captured: number;
  refunding: number;
  refunded: number;
  fees: number;
}>;
export type PaymentRefundRow = Readonly<{
  id: string;
  paymentId: string;
  amount: number;
  currency: string;
  status: string;
  /** The refund of orders that it was asked for by. */
  key: string;
  providerId: string | null;
}>;
export type LedgerRow = Readonly<{
  id: string;
  transactionId: string;
  paymentId: string;
  kind: string;
  account: string;
  debit: number;
  credit: number;
  currency: string;
}>;
export type JobRow = Readonly<{
  database: string;
  task: string;
  attempts: number;
  maxAttempts: number;
  isLocked: boolean;
  /** Negative where it is overdue. */
  runsInSeconds: number;
  /** Added by the clock, not by a request. */
  isCron: boolean;
  /** Another job of its key took its place while it ran. */
  isSuperseded: boolean;
  error: string | null;
}>;
export type StockRow = Readonly<{
  id: string;
  onHand: number;
  reserved: number;
  available: number;
  holds: number;
}>;
export type MovementRow = Readonly<{
  id: string;
  variantId: string;
  kind: string;
  onHandDelta: number;
  reservedDelta: number;
  orderId: string | null;
  reason: string | null;
}>;
/** A payment intent of the provider. */
export type IntentRow = Readonly<{
  id: string;
  status: string;
  amount: number;
  currency: string;
  received: number;
  paymentId: string | null;
}>;
export type ProviderRefundRow = Readonly<{
  id: string;
  intentId: string;
  amount: number;
  currency: string;
  status: string;
}>;
/** An entry of the provider's account. */
export type BalanceRow = Readonly<{
  id: string;
  intentId: string;
  amount: number;
  fee: number;
  currency: string;
}>;
export type CartRow = Readonly<{
  id: string;
  version: number;
  lines: readonly (readonly [variantId: string, quantity: number])[];
  /** Orders that it became, as a whole or in part. */
  orderIds: readonly string[];
}>;
export type UserRow = Readonly<{ id: string; email: string; givenName: string | null }>;
export type AddressRow = Readonly<{ userId: string; line2: string | null }>;
export type CardRow = Readonly<{ userId: string; providerId: string }>;
export type ReviewRow = Readonly<{ userId: string; title: string }>;

/** All that is looked at after a run. It is plain data, so that a test can plant a fault in a copy of it. */
export type Snapshot = Readonly<{
  orders: readonly OrderRow[];
  lines: readonly LineRow[];
  refunds: readonly RefundRow[];
  refundLines: readonly RefundLineRow[];
  fulfillments: readonly FulfillmentRow[];
  fulfillmentLines: readonly FulfillmentLineRow[];
  notes: readonly NoteRow[];
  promotions: readonly PromotionRow[];
  redemptions: readonly RedemptionRow[];
  invoices: readonly InvoiceRow[];
  series: readonly SeriesRow[];
  payments: readonly PaymentRow[];
  paymentRefunds: readonly PaymentRefundRow[];
  /** Calls to the provider that have no answer. */
  openCalls: number;
  ledger: readonly LedgerRow[];
  jobs: readonly JobRow[];
  stock: readonly StockRow[];
  movements: readonly MovementRow[];
  carts: readonly CartRow[];
  users: readonly UserRow[];
  addresses: readonly AddressRow[];
  cards: readonly CardRow[];
  reviews: readonly ReviewRow[];
  /** The title of each product that the run sells. */
  titles: ReadonlyMap<string, string>;
  intents: readonly IntentRow[];
  providerRefunds: readonly ProviderRefundRow[];
  balance: readonly BalanceRow[];
  /** Which password signs in to an account; null where none of those that were written does. */
  passwords: ReadonlyMap<string, string | null>;
  logs: ReadonlyMap<string, string>;
}>;
