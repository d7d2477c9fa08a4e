import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'pg';
import { newId, type OrderId, type UserId } from '../../kernel/ids.ts';
import type { Running } from '../../kernel/lifecycle.ts';
import { createLog, type Log } from '../../kernel/log.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import type { Role, Viewer } from '../../kernel/viewer.ts';
import { startSandbox } from '../../sandbox/server.http.ts';
import { paymentsEnv } from '../../subgraphs/payments/env.ts';
import { start } from '../../subgraphs/payments/start.ts';
import { ask, bearer, until } from '../support/client.ts';
import { makeKeys } from '../support/keys.ts';
import { freePort } from '../support/ports.ts';
import { freshDatabase } from '../support/stores.ts';

const TOO_BUSY = /This took too long|A part of the shop does not answer/;
const AGAIN_MS = 250;
export const SECRET = 'whsec_development-tests-of-payments';
const origin = { ip: null, userAgent: null };
export const guest: Viewer = { kind: 'guest', origin };
export const person = (userId: UserId, role: Role = 'CUSTOMER'): Viewer => ({
  kind: 'person',
  userId,
  role,
  sessionId: 'sess',
  origin,
});
export const orders: Viewer = { kind: 'service', name: 'orders', onBehalfOf: null };

export type OrderNotification = {
  orderId: string;
  paymentId: string;
  kind: string;
  amount: { amount: number; currency: string } | null;
  refundId: string | null;
};
export type PayableOrder = {
  id: string;
  number: string;
  total: { amount: number; currency: string };
  ownerId: string | null;
  payable: boolean;
  expiresAt: string;
};

/** What the orders service would be told, and what it would say of an order; it may be out of order itself. */
const ordersStub = async () => {
  const stub = {
    notifications: [] as OrderNotification[],
    payable: new Map<string, PayableOrder>(),
    isDown: false,
    isSilent: false,
    unanswered: 0,
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString());
    if (stub.isSilent) return void stub.unanswered++;
    response.setHeader('content-type', 'application/json');
    if (stub.isDown)
      return void response
        .writeHead(503)
        .end('{"errors":[{"message":"down","extensions":{"code":"SERVICE_UNAVAILABLE"}}]}');
    if (/^mutation/.test(query)) stub.notifications.push(variables.input);
    const data = /^mutation/.test(query)
      ? { orderPaymentChanged: { accepted: true } }
      : { orderForPayment: stub.payable.get(`${variables.orderId}/${variables.orderToken ?? ''}`) ?? null };
    response.end(JSON.stringify({ data }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return { desk: stub, url, close: async () => void server.close().closeAllConnections() };
};

export const PAYMENT =
  'id status amount { amount currency } clientSecret nextAction { redirectUrl } captured { amount } refunded { amount } attempts { outcome code } method { brand last4 } refunds { id status amount { amount } } order { id }';
export type PaymentView = {
  id: string;
  status: string;
  amount: { amount: number; currency: string };
  clientSecret: string | null;
  nextAction: { redirectUrl: string } | null;
  captured: { amount: number };
  refunded: { amount: number };
  attempts: { outcome: string; code: string | null }[];
  method: { brand: string; last4: string } | null;
  refunds: { id: string; status: string; amount: { amount: number } }[];
  order: { id: string };
};
export type PaymentPayload = {
  payment: PaymentView | null;
  userErrors: { code: string; field: string[] | null }[];
};
type State = { paymentId: string | null; status: string | null; captured: { amount: number } | null };
type RefundOpened = { refundId: string | null; status: string | null; userErrors: { code: string }[] };

export const eur = (amount: number) => ({ amount, currency: 'EUR' });

type Launch = (env: Record<string, string>) => Promise<Running>;
/** What the service reaches a neighbour through, in place of the neighbour's own address. */
type Through = (neighbour: 'stripe' | 'orders', url: string) => Promise<string>;
type Options = {
  through?: Through;
  processes?: number;
  laterMs?: number;
  launch?: Launch;
  env?: Record<string, string>;
  log?: Log;
};

const inProcess =
  (log = createLog('payments', 'silent')): Launch =>
  (env) =>
    start(paymentsEnv.parse(env), log);

/** A payments service with a database and a provider of its own. */
export const aPaymentsService = async ({
  processes = 1,
  laterMs = 300,
  env: more = {},
  log,
  launch = inProcess(log),
  through,
}: Options = {}) => {
  const keys = await makeKeys();
  const dataDir = mkdtempSync(join(tmpdir(), 'plexus-payments-'));
  const database = await freshDatabase('payments');
  const shop = await ordersStub();
  const port = await freePort();
  const webhookUrl = `http://127.0.0.1:${port}/webhooks/stripe`;
  const sandbox = await startSandbox({
    dataDir,
    webhookUrl,
    webhookSecret: SECRET,
    laterMs,
    retryMs: [100, 200, 400, 800],
  });
  const ordersUrl = (await through?.('orders', shop.url)) ?? shop.url;
  const stripeUrl = (await through?.('stripe', sandbox.url)) ?? sandbox.url;
  const env = (onPort: number) => ({
    NODE_ENV: 'test',
    PORT: String(onPort),
    DATA_DIR: dataDir,
    PUBLIC_URL: 'http://shop.example',
    SERVICE_PRIVATE_KEY: JSON.stringify(keys.privateOf('payments')),
    SERVICE_PUBLIC_KEYS: JSON.stringify(keys.publicKeys),
    PAYMENTS_DATABASE_URL: database,
    ORDERS_URL: ordersUrl,
    STRIPE_SECRET_KEY: 'sk_test_development',
    STRIPE_WEBHOOK_SECRET: `whsec_development-the-next-one,${SECRET}`,
    STRIPE_API_URL: stripeUrl,
    STRIPE_REQUESTS_PER_SECOND: '1000',
    ...more,
  });
  const running = [await launch(env(port))];
  for (let i = 1; i < processes; i++) running.push(await launch(env(0)));
  const router = tokenSigner(keys.privateOf('router'));
  const asOrders = tokenSigner(keys.privateOf('orders'));
  const sql = new Pool({ connectionString: database, max: 4 }).on('error', () => undefined);

  let turn = 0;
  const send = async <Data>(query: string, variables: object = {}, viewer: Viewer = guest, waitsMs = 0) => {
    const token =
      viewer.kind === 'service'
        ? asOrders.service('payments', viewer.onBehalfOf)
        : router.viewer(viewer, 'payments');
    return ask<Data>(running[turn++ % running.length]?.url ?? '', query, variables, {
      ...bearer(await token),
      ...(waitsMs ? { 'x-deadline': String(Date.now() + waitsMs) } : {}),
    });
  };
  /** The one field of an operation that must have no errors. What a busy machine had no time for is asked again, as clients do, with the same key. */
  const must = async <Value>(
    query: string,
    variables: object = {},
    viewer: Viewer = guest,
    waitsMs = 0,
    left = 20,
  ): Promise<Value> => {
    const answer = await send<Record<string, Value>>(query, variables, viewer, waitsMs);
    const [value] = Object.values(answer.data ?? {});
    if (left > 0 && TOO_BUSY.test(answer.text))
      return wait(AGAIN_MS).then(() => must(query, variables, viewer, waitsMs, left - 1));
    if (value === undefined || answer.errors.length > 0) throw new Error(answer.text);
    return value;
  };
  const control = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${sandbox.url}/sandbox${path}`, {
      method,
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  /** Asks the provider as somebody beside us would: its own desk, or an attacker with the key. */
  const stripe = async (method: string, path: string, form: Record<string, string> = {}) => {
    const body = method === 'POST' ? { body: new URLSearchParams(form) } : {};
    const headers = { authorization: 'Bearer sk_test_development' };
    const response = await fetch(`${sandbox.url}/v1${path}`, { method, headers, ...body });
    return (await response.json()) as Record<string, never> & { id: string };
  };

  const open = async (
    over: { amount?: number; ownerId?: string | null; orderId?: OrderId; expiresAt?: Date } = {},
  ) => {
    const {
      amount = 5000,
      ownerId = null,
      orderId = newId('ord'),
      expiresAt = new Date(Date.now() + 900_000),
    } = over;
    const input = {
      orderId,
      orderNumber: 'P-1',
      amount: eur(amount),
      expiresAt,
      ownerId,
      email: 'ada@example.com',
    };
    const opened = await must<{ paymentId: string; clientSecret: string | null; status: string }>(
      'mutation ($input: PaymentOpenInput!) { paymentOpen(input: $input) { paymentId clientSecret status } }',
      { input },
      orders,
    );
    return { ...opened, orderId };
  };
  type Opened = Awaited<ReturnType<typeof open>>;
  const confirm = (
    opened: Opened,
    paymentMethodId = 'pm_card_visa',
    more: object = {},
    viewer: Viewer = guest,
    waitsMs = 0,
  ) =>
    must<PaymentPayload>(
      `mutation ($input: PaymentConfirmInput!) { paymentConfirm(input: $input) { payment { ${PAYMENT} } userErrors { code field } } }`,
      {
        input: {
          paymentId: opened.paymentId,
          clientSecret: opened.clientSecret,
          paymentMethodId,
          idempotencyKey: crypto.randomUUID(),
          ...more,
        },
      },
      viewer,
      waitsMs,
    );
  const forOrder = (what: 'paymentCaptureFor' | 'paymentVoidFor', orderId: string) =>
    must<State>(
      `mutation ($id: ID!) { ${what}(orderId: $id) { paymentId status captured { amount } } }`,
      { id: orderId },
      orders,
    );
  const refund = (
    orderId: string,
    amount: number,
    idempotencyKey: string = crypto.randomUUID(),
    currency = 'EUR',
  ) =>
    must<RefundOpened>(
      'mutation ($input: RefundOpenInput!) { refundOpen(input: $input) { refundId status userErrors { code } } }',
      { input: { orderId, amount: { amount, currency }, idempotencyKey, reason: 'scratch' } },
      orders,
    );
  const staff = person(newId('user'), 'ADMIN');
  const read = async (paymentId: string): Promise<PaymentView> =>
    must(`query ($id: ID!) { payment(id: $id) { ${PAYMENT} } }`, { id: paymentId }, staff);
  const becomes = (paymentId: string, status: string, within = 20_000) =>
    until(
      `${paymentId} to be ${status}`,
      async () => {
        const payment = await read(paymentId);
        return payment.status === status ? payment : null;
      },
      within,
    );
  /** A payment that was taken. */
  const paid = async (over: Parameters<typeof open>[0] = {}, card = 'pm_card_visa') => {
    const opened = await open(over);
    await confirm(opened, card);
    await forOrder('paymentCaptureFor', opened.orderId);
    return opened;
  };
  const rows = async <Row>(query: string, values: unknown[] = []): Promise<Row[]> =>
    (await sql.query(query, values)).rows as Row[];
  const told = (orderId: string) =>
    shop.desk.notifications.filter((news) => news.orderId === orderId).map(({ kind }) => kind);
  const providerId = async (paymentId: string): Promise<string> =>
    (await rows<{ provider_id: string }>('select provider_id from payments where id = $1', [paymentId]))[0]
      ?.provider_id ?? '';
  /** The account of the provider and our books, of all payments together: the same to the cent. */
  const sameCash = async () => {
    const { available } = (await stripe('GET', '/balance')) as unknown as { available: { amount: number }[] };
    const [row] = await rows<{ sum: string | null }>(
      "select sum(debit - credit) as sum from ledger_entries where account = 'cash'",
    );
    return Number(row?.sum ?? 0) === available[0]?.amount;
  };
  /** Every table of the database, those of the job queue too, that has one of these texts in any of its columns. */
  const tablesWith = async (texts: readonly string[]): Promise<string[]> => {
    const tables = await rows<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')",
    );
    const found = await Promise.all(
      tables.map(async ({ name }) => {
        const hits = `select 1 from ${name} t where exists (select from unnest($1::text[]) wanted where position(wanted in t::text) > 0) limit 1`;
        return (await rows(hits, [texts])).length > 0 ? name : null;
      }),
    );
    return found.filter((name) => name !== null);
  };

  return {
    send,
    must,
    open,
    confirm,
    forOrder,
    refund,
    read,
    becomes,
    paid,
    rows,
    told,
    control,
    stripe,
    providerId,
    sameCash,
    tablesWith,
    staff,
    desk: shop.desk,
    urls: running.map(({ url }) => url),
    webhookUrl,
    sandbox,
    stop: async () => {
      await sandbox.close();
      await Promise.all(running.map((one) => one.stop()));
      await sql.end();
      await shop.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
export type World = Awaited<ReturnType<typeof aPaymentsService>>;
