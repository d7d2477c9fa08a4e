import { PrismaClient } from '../../generated/orders/db/client.ts';
import { typeDefs } from '../../generated/orders/schema.ts';
import { databaseResource } from '../../kernel/database.ts';
import { fileStore } from '../../kernel/fileStore.ts';
import type { FileStore } from '../../kernel/files.ts';
import { runJobs } from '../../kernel/jobs.ts';
import type { Running } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { type Mailer, mailer } from '../../kernel/mailer.ts';
import { peer } from '../../kernel/peer.ts';
import { postgres } from '../../kernel/postgres.ts';
import { startServer } from '../../kernel/server.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import type { OrdersEnv } from './env.ts';
import { prismaFulfillments } from './fulfillment/store.prisma.ts';
import { pdfInvoiceFiles } from './invoices/files.pdf.ts';
import { invoiceRoute } from './invoices/route.http.ts';
import { prismaInvoices } from './invoices/store.prisma.ts';
import { CRON, tasks } from './jobs.ts';
import { loaders } from './loaders.ts';
import { prismaNotes } from './notes/store.prisma.ts';
import { httpPayments } from './payment/peers.http.ts';
import { httpCarts, httpCatalogue, httpCustomers } from './peers.http.ts';
import { isErased } from './personal/blank.ts';
import { prismaErasures } from './personal/store.prisma.ts';
import type { Ports } from './ports.ts';
import { prismaCodeAttempts } from './promotions/codeAttempts.store.prisma.ts';
import { prismaPromotions } from './promotions/store.prisma.ts';
import { prismaTaxes } from './quotes/store.prisma.ts';
import { watchDiscrepancies } from './reconciliation/alarms.metrics.ts';
import { prismaAudit } from './reconciliation/books.store.prisma.ts';
import { httpAudits } from './reconciliation/peers.audits.http.ts';
import { prismaDiscrepancies } from './reconciliation/store.prisma.ts';
import { prismaRefunds } from './refunds/store.prisma.ts';
import { httpCategories } from './reports/peers.products.http.ts';
import { prismaSales } from './reports/store.prisma.ts';
import { resolvers } from './resolvers.ts';
import { sweeper } from './saga/sweep.ts';
import { prismaShipping } from './shipping/store.prisma.ts';
import { prismaOrders } from './store.prisma.ts';
import { useCases } from './useCases.ts';

export const start = async (env: OrdersEnv, log: Log): Promise<Running> => {
  const { ports, files, resources: held } = adapters(env);
  const use = useCases(ports);
  await ports.sales.keepZone(env.SHOP_TIME_ZONE);
  const jobs = await runJobs(env.ORDERS_DATABASE_URL, tasks(use), log, CRON, env.JOBS_RESCUE_MS);
  const resources = [sweeper(ports, log), watchDiscrepancies(ports), jobs, ...held];
  const routes = [invoiceRoute(files, env.LINK_SECRET, ports.clock)];
  return startServer(
    { name: 'orders', env, typeDefs, resolvers: resolvers(use), loaders: loaders(ports), routes, resources },
    log,
  );
};

/** Everything outside that orders needs, as its ports, and what is closed at the end. */
export const adapters = (env: OrdersEnv) => {
  const db = new PrismaClient({ adapter: postgres(env.ORDERS_DATABASE_URL) });
  const peers = peersOf(env);
  const files = fileStore(env, 'orders');
  const ports: Ports = { ...portsOf(env, db, peers), ...staffPortsOf(env, db, peers, files) };
  return { ports, files, resources: [...Object.values(peers), files, databaseResource(db)] };
};

const peersOf = (env: OrdersEnv) => {
  const tokens = tokenSigner(env.SERVICE_PRIVATE_KEY);
  return {
    carts: peer('carts', env.CARTS_URL, tokens),
    products: peer('products', env.PRODUCTS_URL, tokens),
    payments: peer('payments', env.PAYMENTS_URL, tokens),
    users: peer('users', env.USERS_URL, tokens),
  };
};

const portsOf = (
  env: OrdersEnv,
  db: PrismaClient,
  { carts, products, payments, users }: ReturnType<typeof peersOf>,
) => ({
  orders: prismaOrders(db),
  promotions: prismaPromotions(db),
  codeAttempts: prismaCodeAttempts(db),
  shipping: prismaShipping(db),
  taxes: prismaTaxes(db),
  carts: httpCarts(carts),
  catalogue: httpCatalogue(products),
  payments: httpPayments(payments),
  customers: httpCustomers(users),
  mailer: toSomebody(mailer(env)),
  clock: () => new Date(),
  settings: {
    linkSecret: env.LINK_SECRET,
    shopUrl: env.SHOP_URL ?? env.PUBLIC_URL,
    publicUrl: env.PUBLIC_URL,
    holdMs: env.CHECKOUT_HOLD_SECONDS * 1000,
  },
});

/** What happens to orders after they are placed. */
const staffPortsOf = (
  env: OrdersEnv,
  db: PrismaClient,
  { products, payments }: ReturnType<typeof peersOf>,
  files: FileStore,
) => ({
  fulfillments: prismaFulfillments(db),
  refunds: prismaRefunds(db),
  notes: prismaNotes(db),
  invoices: prismaInvoices(db),
  invoiceFiles: pdfInvoiceFiles(files),
  seller: {
    name: env.SHOP_NAME,
    address: env.SHOP_ADDRESS.split('|').filter(Boolean),
    vatId: env.SHOP_VAT_ID ?? null,
  },
  timeZone: env.SHOP_TIME_ZONE,
  orderAudit: prismaAudit(db),
  peerAudits: httpAudits(products, payments),
  discrepancies: prismaDiscrepancies(db),
  sales: prismaSales(db),
  categories: httpCategories(products),
  currency: env.SHOP_CURRENCY,
  erasures: prismaErasures(db),
});

/** A mail that was on its way when its reader was forgotten goes nowhere. */
const toSomebody = ({ send }: Mailer): Mailer => ({
  send: async (mail) => (isErased(mail.to) ? undefined : send(mail)),
});
