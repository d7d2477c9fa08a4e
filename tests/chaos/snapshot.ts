import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { Client } from 'pg';
import type { ChaosShop } from './shop.ts';

/** Rows as the datastores hold them. Numbers of PostgreSQL's bigint are numbers here: no amount of a run is large. */
export type OrderRow = Readonly<{
  id: string;
  number: string;
  cartId: string;
  cartReleased: boolean;
  ownerId: string | null;
  status: string;
  paymentStatus: string;
  paymentId: string | null;
  currency: string;
  subtotal: number;
  discount: number;
  shipping: number;
  tax: number;
  taxIncluded: boolean;
  total: number;
  refunded: number;
  placedAt: Date | null;
}>;
export type LineRow = Readonly<{
  orderId: string;
  variantId: string;
  quantity: number;
  subtotal: number;
  discount: number;
  total: number;
}>;
export type RefundRow = Readonly<{ orderId: string; amount: number; status: string }>;
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
export type PaymentRow = Readonly<{
  id: string;
  orderId: string;
  amount: number;
  status: string;
  providerId: string | null;
  captured: number;
  refunded: number;
}>;
export type LedgerRow = Readonly<{
  transactionId: string;
  paymentId: string;
  debit: number;
  credit: number;
  currency: string;
}>;
export type JobRow = Readonly<{
  database: string;
  task: string;
  attempts: number;
  isDead: boolean;
  isOpen: boolean;
  error: string | null;
}>;
export type StockRow = Readonly<{
  id: string;
  onHand: number;
  reserved: number;
  available: number;
  holds: number;
  pending: number;
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
export type IntentRow = Readonly<{
  id: string;
  status: string;
  amount: number;
  received: number;
  paymentId: string | null;
}>;
export type ProviderRefundRow = Readonly<{ intentId: string; amount: number; status: string }>;
export type CartRow = Readonly<{
  id: string;
  version: number;
  lines: readonly (readonly [string, number])[];
}>;

/** All that is looked at after a run. It is plain data, so that a test can plant a fault in a copy of it. */
export type Snapshot = Readonly<{
  orders: readonly OrderRow[];
  lines: readonly LineRow[];
  refunds: readonly RefundRow[];
  promotions: readonly PromotionRow[];
  redemptions: readonly RedemptionRow[];
  invoices: readonly InvoiceRow[];
  payments: readonly PaymentRow[];
  openCalls: number;
  ledger: readonly LedgerRow[];
  jobs: readonly JobRow[];
  stock: readonly StockRow[];
  movements: readonly MovementRow[];
  carts: readonly CartRow[];
  givenNames: ReadonlyMap<string, string | null>;
  intents: readonly IntentRow[];
  providerRefunds: readonly ProviderRefundRow[];
  logs: ReadonlyMap<string, string>;
}>;

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

const ORDERS = `select id, number, cart_id as "cartId", cart_released as "cartReleased", owner_id as "ownerId", status,
  payment_status as "paymentStatus", payment_id as "paymentId", currency, subtotal, discount, shipping, tax, tax_included as "taxIncluded",
  total, refunded, placed_at as "placedAt" from orders`;
const LINES =
  'select order_id as "orderId", variant_id as "variantId", quantity, subtotal, discount, total from order_lines';
const REDEMPTIONS = `select promotion_id as "promotionId", order_id as "orderId", owner_id as "ownerId", given_back_at is not null as "givenBack" from redemptions`;
const PROMOTIONS =
  'select id, code, "limit", limit_per_customer as "limitPerCustomer", redeemed from promotions';
const PAYMENTS = `select id, order_id as "orderId", amount, status::text, provider_id as "providerId", captured, refunded from payments`;
const LEDGER =
  'select transaction_id as "transactionId", payment_id as "paymentId", debit, credit, currency from ledger_entries';
/** A job that another of its key replaced while it ran has no key any more, and its payload still names one: it is done. */
const JOBS = `select t.identifier as task, j.attempts, j.attempts >= j.max_attempts and j.locked_at is null as "isDead",
  j.attempts < j.max_attempts and (j.run_at <= now() + interval '20 seconds' or j.locked_at is not null) and j.payload -> '_cron' is null as "isOpen",
  j.last_error as error
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  where not (j.key is null and j.payload -> '_key' is not null) and j.payload -> '_cron' is null`;

export const takeSnapshot = async (shop: ChaosShop, variants: readonly string[]): Promise<Snapshot> => {
  const {
    ORDERS_DATABASE_URL: orders,
    PAYMENTS_DATABASE_URL: payments,
    USERS_DATABASE_URL: users,
  } = shop.urls;
  const jobsOf = async (database: string, url: string): Promise<JobRow[]> =>
    (await query<Omit<JobRow, 'database'>>(url, JOBS)).map((row) => ({ database, ...row }));
  const [calls] = await query<{ count: number }>(
    payments,
    `select count(*)::int as count from provider_calls where state in ('WRITTEN', 'UNKNOWN')`,
  );
  const names = await query<{ email: string; name: string | null }>(
    users,
    'select email, given_name as name from users',
  );
  return {
    orders: await query<OrderRow>(orders, ORDERS),
    lines: await query<LineRow>(orders, LINES),
    refunds: await query<RefundRow>(orders, 'select order_id as "orderId", amount, status from refunds'),
    promotions: await query<PromotionRow>(orders, PROMOTIONS),
    redemptions: await query<RedemptionRow>(orders, REDEMPTIONS),
    invoices: await query<InvoiceRow>(orders, 'select order_id as "orderId", series, number from invoices'),
    payments: await query<PaymentRow>(payments, PAYMENTS),
    openCalls: calls?.count ?? 0,
    ledger: await query<LedgerRow>(payments, LEDGER),
    jobs: (
      await Promise.all([jobsOf('orders', orders), jobsOf('payments', payments), jobsOf('users', users)])
    ).flat(),
    ...(await readStock(shop.urls.MONGODB_URL, variants)),
    carts: await readCarts(shop.urls.CARTS_REDIS_URL),
    givenNames: new Map(names.map(({ email, name }) => [email, name])),
    ...(await readProvider(shop)),
    logs: shop.logs(),
  };
};

type StockDocument = {
  _id: string;
  onHand: number;
  reserved: number;
  available: number;
  holds: unknown[];
  pending: MovementDocument[];
};
type MovementDocument = Omit<MovementRow, 'id'> & { _id: string };

/** Movements that wait with the stock count too, whether or not they are in the ledger already. */
const readStock = async (
  url: string,
  variants: readonly string[],
): Promise<Pick<Snapshot, 'stock' | 'movements'>> => {
  const client = await MongoClient.connect(url);
  try {
    const db = client.db();
    const ids = [...variants];
    const documents = await db
      .collection<StockDocument>('stock')
      .find({ _id: { $in: ids } })
      .toArray();
    const entered = await db
      .collection<MovementDocument>('movements')
      .find({ variantId: { $in: ids } })
      .toArray();
    const all = new Map(
      [...entered, ...documents.flatMap(({ pending }) => pending)].map((movement) => [
        movement._id,
        movement,
      ]),
    );
    return {
      stock: documents.map(({ _id, onHand, reserved, available, holds, pending }) => ({
        id: _id,
        onHand,
        reserved,
        available,
        holds: holds.length,
        pending: pending.length,
      })),
      movements: [...all.values()].map(
        ({ _id, variantId, kind, onHandDelta, reservedDelta, orderId, reason }) => ({
          id: _id,
          variantId,
          kind,
          onHandDelta,
          reservedDelta,
          orderId,
          reason,
        }),
      ),
    };
  } finally {
    await client.close();
  }
};

const readCarts = async (url: string): Promise<CartRow[]> => {
  const redis = new Redis(url);
  try {
    const keys = await redis.keys('cart:*');
    const texts = await Promise.all(keys.map((key) => redis.hget(key, 'cart')));
    return texts.flatMap((text) => {
      if (!text) return [];
      const { id, version, lines } = JSON.parse(text) as {
        id: string;
        version: number;
        lines: { variantId: string; quantity: number }[];
      };
      return [{ id, version, lines: lines.map(({ variantId, quantity }) => [variantId, quantity] as const) }];
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
  metadata: Record<string, string>;
};
type ProviderRefund = {
  id: string;
  payment_intent: string | null;
  amount: number;
  status: string;
  balance_transaction: string | null;
};

const readProvider = async ({
  sandboxUrl,
  stripeKey,
}: ChaosShop): Promise<Pick<Snapshot, 'intents' | 'providerRefunds'>> => {
  const list = async <T extends { id: string }>(path: string): Promise<T[]> => {
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
  const [intents, refunds] = await Promise.all([
    list<Intent>('payment_intents'),
    list<ProviderRefund>('refunds'),
  ]);
  return {
    intents: intents.map(({ id, status, amount, amount_received, metadata }) => ({
      id,
      status,
      amount,
      received: amount_received,
      paymentId: metadata.payment_id ?? null,
    })),
    /** What an authorisation was released by is a refund at the provider too, one that moves no money. */
    providerRefunds: refunds
      .filter((refund) => refund.balance_transaction !== null)
      .map(({ payment_intent, amount, status }) => ({ intentId: payment_intent ?? '', amount, status })),
  };
};
