import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { Client } from 'pg';
import type {
  AddressRow,
  BalanceRow,
  CardRow,
  CartRow,
  FulfillmentLineRow,
  FulfillmentRow,
  IntentRow,
  InvoiceRow,
  JobRow,
  LedgerRow,
  LineRow,
  MovementRow,
  NoteRow,
  OrderRow,
  PaymentRefundRow,
  PaymentRow,
  PromotionRow,
  ProviderRefundRow,
  RedemptionRow,
  RefundLineRow,
  RefundRow,
  ReviewRow,
  SeriesRow,
  Snapshot,
  StockRow,
  UserRow,
} from './checker/snapshot.ts';

/** Where the data of a shop are. */
export type Source = Readonly<{
  sandboxUrl: string;
  stripeKey: string;
  urls: Readonly<
    Record<
      | 'USERS_DATABASE_URL'
      | 'ORDERS_DATABASE_URL'
      | 'PAYMENTS_DATABASE_URL'
      | 'MONGODB_URL'
      | 'CARTS_REDIS_URL',
      string
    >
  >;
  logs(): ReadonlyMap<string, string>;
}>;

/** What staff made for the run: only that is looked at in the catalogue. */
export type Sold = Readonly<{ variants: readonly string[]; productId: string }>;

const query = async <T>(url: string, sql: string): Promise<T[]> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  client.setTypeParser(20, Number);
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
};

const ORDERS = `select id, number, idempotency_key as key, cart_id as "cartId", cart_released as "cartReleased", owner_id as "ownerId",
  email, status, payment_status as "paymentStatus", fulfillment_status as "fulfillmentStatus", payment_id as "paymentId", currency,
  subtotal, discount, shipping, tax, tax_included as "taxIncluded", total, refunded, promotions, placed_at as "placedAt",
  cancel_reason as "cancelReason" from orders`;
const LINES = `select id, order_id as "orderId", variant_id as "variantId", sku, quantity, fulfilled_quantity as fulfilled,
  refunded_quantity as refunded, returned_quantity as returned, unit_price as "unitPrice", subtotal, discount, tax, total from order_lines`;
const REFUNDS = `select id, order_id as "orderId", payment_refund_id as "paymentRefundId", amount, status, reason from refunds`;
const REFUND_LINES = `select l.refund_id as "refundId", l.order_line_id as "lineId", l.quantity, l.amount,
  coalesce(l.restocked, case when r.restock then l.quantity else 0 end) as restocked, l.covered
  from refund_lines l join refunds r on r.id = l.refund_id`;
const FULFILLMENTS = `select id, order_id as "orderId", tracking_number as "trackingNumber", delivered_at is not null as delivered from fulfillments`;
const FULFILLMENT_LINES = `select fulfillment_id as "fulfillmentId", order_line_id as "lineId", quantity from fulfillment_lines`;
const REDEMPTIONS = `select promotion_id as "promotionId", order_id as "orderId", owner_id as "ownerId", given_back_at is not null as "givenBack" from redemptions`;
const PROMOTIONS =
  'select id, code, "limit", limit_per_customer as "limitPerCustomer", redeemed from promotions';
const PAYMENTS = `select id, order_id as "orderId", amount, currency, status::text, provider_id as "providerId", authorized, released, captured,
  refunding, refunded, fees from payments`;
const PAYMENT_REFUNDS = `select id, payment_id as "paymentId", amount, currency, status::text, idempotency_key as key, provider_id as "providerId" from refunds`;
const LEDGER = `select id, transaction_id as "transactionId", payment_id as "paymentId", kind, account, debit, credit, currency from ledger_entries`;
const OPEN_CALLS = `select count(*)::int as count from provider_calls where state in ('WRITTEN', 'UNKNOWN')`;
const CARDS = `select user_id as "userId", provider_id as "providerId" from payment_methods where detached_at is null`;
/** A job that another of its key replaced while it ran has no key any more, and its payload still names one: it is done. */
const JOBS = `select t.identifier as task, j.attempts::int, j.max_attempts::int as "maxAttempts", j.locked_at is not null as "isLocked",
  extract(epoch from j.run_at - now())::float8 as "runsInSeconds", j.payload -> '_cron' is not null as "isCron",
  j.key is null and j.payload -> '_key' is not null as "isSuperseded", j.last_error as error
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id`;

export const takeSnapshot = async (source: Source, sold: Sold): Promise<Snapshot> => {
  const { ORDERS_DATABASE_URL, PAYMENTS_DATABASE_URL, USERS_DATABASE_URL, MONGODB_URL, CARTS_REDIS_URL } =
    source.urls;
  return {
    ...(await readOrders(ORDERS_DATABASE_URL)),
    ...(await readPayments(PAYMENTS_DATABASE_URL)),
    ...(await readUsers(USERS_DATABASE_URL)),
    jobs: (
      await Promise.all([
        jobsOf('orders', ORDERS_DATABASE_URL),
        jobsOf('payments', PAYMENTS_DATABASE_URL),
        jobsOf('users', USERS_DATABASE_URL),
      ])
    ).flat(),
    ...(await readCatalogue(MONGODB_URL, sold)),
    carts: await readCarts(CARTS_REDIS_URL),
    ...(await readProvider(source)),
    passwords: new Map(),
    logs: source.logs(),
  };
};

const jobsOf = async (database: string, url: string): Promise<JobRow[]> =>
  (await query<Omit<JobRow, 'database'>>(url, JOBS)).map((row) => ({ database, ...row }));

const readOrders = async (url: string) => {
  const orders = await query<Omit<OrderRow, 'promotions'> & { promotions: AppliedPromotion[] }>(url, ORDERS);
  return {
    orders: orders.map(({ promotions, ...order }) => ({
      ...order,
      promotions: promotions.map(({ promotionId, discount }) => ({ promotionId, discount: discount.amount })),
    })),
    lines: await query<LineRow>(url, LINES),
    refunds: await query<RefundRow>(url, REFUNDS),
    refundLines: await query<RefundLineRow>(url, REFUND_LINES),
    fulfillments: await query<FulfillmentRow>(url, FULFILLMENTS),
    fulfillmentLines: await query<FulfillmentLineRow>(url, FULFILLMENT_LINES),
    notes: await query<NoteRow>(url, 'select order_id as "orderId", body from order_notes'),
    promotions: await query<PromotionRow>(url, PROMOTIONS),
    redemptions: await query<RedemptionRow>(url, REDEMPTIONS),
    invoices: await query<InvoiceRow>(url, 'select order_id as "orderId", series, number from invoices'),
    series: await query<SeriesRow>(url, 'select series, last from invoice_series'),
  };
};
type AppliedPromotion = { promotionId: string; discount: { amount: number } };

const readPayments = async (url: string) => {
  const [calls] = await query<{ count: number }>(url, OPEN_CALLS);
  return {
    payments: await query<PaymentRow>(url, PAYMENTS),
    paymentRefunds: await query<PaymentRefundRow>(url, PAYMENT_REFUNDS),
    openCalls: calls?.count ?? 0,
    ledger: await query<LedgerRow>(url, LEDGER),
    cards: await query<CardRow>(url, CARDS),
  };
};

const readUsers = async (url: string) => ({
  users: await query<UserRow>(url, 'select id, email, given_name as "givenName" from users'),
  addresses: await query<AddressRow>(url, 'select user_id as "userId", line2 from addresses'),
});

type StockDocument = {
  _id: string;
  onHand: number;
  reserved: number;
  available: number;
  holds: unknown[];
  pending: MovementDocument[];
};
type MovementDocument = Omit<MovementRow, 'id'> & { _id: string };

const readCatalogue = async (
  url: string,
  { variants, productId }: Sold,
): Promise<Pick<Snapshot, 'stock' | 'movements' | 'reviews' | 'titles'>> => {
  const client = await MongoClient.connect(url);
  try {
    const db = client.db();
    const ids = [...variants];
    const stock = db.collection<StockDocument>('stock').find({ _id: { $in: ids } });
    const documents = await stock.toArray();
    const movements = db.collection<MovementDocument>('movements').find({ variantId: { $in: ids } });
    const products = db.collection<{ _id: string; title: string }>('products').find({ _id: productId });
    const reviews = db.collection<ReviewRow>('reviews').find({ productId });
    return {
      titles: new Map((await products.toArray()).map(({ _id, title }) => [_id, title])),
      reviews: (await reviews.toArray()).map(({ userId, title }) => ({ userId, title })),
      stock: documents.map(stockRow),
      movements: movementsOf(documents, await movements.toArray()),
    };
  } finally {
    await client.close();
  }
};

const stockRow = ({ _id, onHand, reserved, available, holds }: StockDocument): StockRow => ({
  id: _id,
  onHand,
  reserved,
  available,
  holds: holds.length,
});

/** Movements that wait with the stock count too, whether or not they are in the ledger already. */
const movementsOf = (
  documents: readonly StockDocument[],
  entered: readonly MovementDocument[],
): MovementRow[] => {
  const waiting = documents.flatMap(({ pending }) => pending);
  const all = new Map([...entered, ...waiting].map((movement) => [movement._id, movement]));
  return [...all.values()].map(
    ({ _id, variantId, kind, onHandDelta, reservedDelta, orderId, reason }): MovementRow => ({
      id: _id,
      variantId,
      kind,
      onHandDelta,
      reservedDelta,
      orderId,
      reason,
    }),
  );
};

type CartDocument = {
  id: string;
  version: number;
  lines: { variantId: string; quantity: number }[];
  closedBy: string | null;
  ordered?: string[];
};
const readCarts = async (url: string): Promise<CartRow[]> => {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys('cart:*');
    const texts = await Promise.all(keys.map((key) => redis.hget(key, 'cart')));
    return texts.flatMap((text) => {
      if (!text) return [];
      const cart = JSON.parse(text) as CartDocument;
      return [
        {
          id: cart.id,
          version: cart.version,
          lines: cart.lines.map(({ variantId, quantity }) => [variantId, quantity] as const),
          orderIds: [...(cart.closedBy === null ? [] : [cart.closedBy]), ...(cart.ordered ?? [])],
        },
      ];
    });
  } finally {
    redis.disconnect();
  }
};

type Listed<T> = { data: T[]; has_more: boolean };
type Intent = {
  id: string;
  status: string;
  amount: number;
  amount_received: number;
  currency: string;
  metadata: Record<string, string>;
};
type ProviderRefund = {
  id: string;
  payment_intent: string | null;
  amount: number;
  currency: string;
  status: string;
  balance_transaction: string | null;
};
type Charge = { id: string; payment_intent: string | null };
type BalanceTransaction = { id: string; source: string; amount: number; fee: number; currency: string };

const readProvider = async ({
  sandboxUrl,
  stripeKey,
}: Source): Promise<Pick<Snapshot, 'intents' | 'providerRefunds' | 'balance'>> => {
  const list = listing(sandboxUrl, stripeKey);
  const intents = await list<Intent>('payment_intents');
  const refunds = await list<ProviderRefund>('refunds');
  const charges = await list<Charge>('charges');
  const balance = await list<BalanceTransaction>('balance_transactions');
  const intentOf = new Map([...charges, ...refunds].map(({ id, payment_intent }) => [id, payment_intent]));
  return {
    intents: intents.map(intentRow),
    /** What an authorization was released by is a refund at the provider too, one that moves no money. */
    providerRefunds: refunds.filter((refund) => refund.balance_transaction !== null).map(refundRow),
    balance: balance.map(({ id, source, amount, fee, currency }): BalanceRow => {
      const intentId = intentOf.get(source) ?? '';
      return { id, intentId, amount, fee, currency };
    }),
  };
};

/** Reads a list of the provider, page by page. */
const listing =
  (sandboxUrl: string, stripeKey: string) =>
  async <T extends { id: string }>(path: string): Promise<T[]> => {
    const all: T[] = [];
    for (let after = ''; ; ) {
      const answer = await fetch(`${sandboxUrl}/v1/${path}?limit=100${after}`, {
        headers: { authorization: `Bearer ${stripeKey}` },
      });
      if (!answer.ok)
        throw new Error(`The sandbox answers ${answer.status} to ${path}: ${await answer.text()}`);
      const page = (await answer.json()) as Listed<T>;
      all.push(...page.data);
      if (!page.has_more) return all;
      after = `&starting_after=${all.at(-1)?.id}`;
    }
  };

const intentRow = ({ id, status, amount, currency, amount_received, metadata }: Intent): IntentRow => {
  const paymentId = metadata.payment_id ?? null;
  return { id, status, amount, currency, received: amount_received, paymentId };
};
const refundRow = ({ id, payment_intent, amount, currency, status }: ProviderRefund): ProviderRefundRow => {
  const intentId = payment_intent ?? '';
  return { id, intentId, amount, currency, status };
};
