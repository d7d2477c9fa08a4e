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
import { prismaAudit } from './backOffice/audit.store.prisma.ts';
import { httpPaymentAudit } from './backOffice/client.payments.ts';
import { httpCategories, httpStockAudit } from './backOffice/client.products.ts';
import { watchDiscrepancies } from './backOffice/discrepancies.metrics.ts';
import { prismaDiscrepancies } from './backOffice/discrepancies.store.prisma.ts';
import { prismaNotes, prismaSales } from './backOffice/store.prisma.ts';
import { httpCustomers } from './checkout/client.users.ts';
import { pdfInvoiceFiles } from './documents/files.pdf.ts';
import { invoiceRoute } from './documents/route.http.ts';
import { prismaInvoices } from './documents/store.prisma.ts';
import type { OrdersEnv } from './env.ts';
import { prismaFulfillments, prismaRefunds } from './fulfillment/store.prisma.ts';
import { CRON, tasks } from './jobs.ts';
import { httpCarts } from './lifecycle/client.carts.ts';
import { httpPayments } from './lifecycle/client.payments.ts';
import { httpCatalogue } from './lifecycle/client.products.ts';
import { sweeper } from './lifecycle/steps.ts';
import { loaders } from './loaders.ts';
import { prismaOrders } from './order/store.prisma.ts';
import type { Ports } from './ports.ts';
import { prismaPromotions } from './pricing/promotions.store.prisma.ts';
import { prismaCodeAttempts, prismaShipping, prismaTaxes } from './pricing/store.prisma.ts';
import { isErased } from './privacy/commands.ts';
import { prismaErasures } from './privacy/store.prisma.ts';
import { resolvers } from './resolvers.ts';

export const start = async (env: OrdersEnv, log: Log): Promise<Running> => {
  const { ports, files, resources: adapterResources } = adapters(env);
  await ports.sales.keepZone(env.SHOP_TIME_ZONE);
  const jobs = await runJobs(env.ORDERS_DATABASE_URL, tasks(ports), log, CRON, env.JOBS_RESCUE_MS);
  const resources = [sweeper(ports, log), watchDiscrepancies(ports), jobs, ...adapterResources];
  const routes = [invoiceRoute(files, env.LINK_SECRET, ports.clock)];
  return startServer(
    {
      name: 'orders',
      env,
      typeDefs,
      resolvers: resolvers(ports),
      loaders: loaders(ports),
      routes,
      resources,
    },
    log,
  );
};

/** The adapters of all ports, and the resources to close at shutdown. */
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
  mailer: withoutErased(mailer(env)),
  clock: () => new Date(),
  settings: {
    linkSecret: env.LINK_SECRET,
    shopUrl: env.SHOP_URL ?? env.PUBLIC_URL,
    publicUrl: env.PUBLIC_URL,
    holdMs: env.CHECKOUT_HOLD_SECONDS * 1000,
  },
});

/** The ports of what happens after an order is placed. */
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
  peerAudits: { payments: httpPaymentAudit(payments), stock: httpStockAudit(products) },
  discrepancies: prismaDiscrepancies(db),
  sales: prismaSales(db),
  categories: httpCategories(products),
  currency: env.SHOP_CURRENCY,
  erasures: prismaErasures(db),
});

/** Drops an e-mail that was enqueued before its recipient was erased. */
const withoutErased = ({ send }: Mailer): Mailer => ({
  send: async (mail) => (isErased(mail.to) ? undefined : send(mail)),
});
