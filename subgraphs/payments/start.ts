import { PrismaClient } from '../../generated/payments/db/client.ts';
import { typeDefs } from '../../generated/payments/schema.ts';
import { databaseResource } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import { runJobs } from '../../kernel/jobs.ts';
import type { Running } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { peer } from '../../kernel/peer.ts';
import { postgres } from '../../kernel/postgres.ts';
import { startServer } from '../../kernel/server.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import type { PaymentsEnv } from './env.ts';
import { CRON, tasks } from './jobs.ts';
import { prismaAudits, prismaLedger } from './ledger/store.prisma.ts';
import { loaders } from './loaders.ts';
import { prismaMethods } from './methods/store.prisma.ts';
import { alarmReporter } from './metrics.ts';
import { ordersClient } from './payment/client.orders.ts';
import { prismaPayments } from './payment/store.prisma.ts';
import type { Ports } from './ports.ts';
import { prismaPrivacy, prismaRetention } from './privacy/store.prisma.ts';
import { leaseTimesFor } from './providerRequests/providerRequest.ts';
import { prismaProviderRequests, requestWriter, voidWriter } from './providerRequests/store.prisma.ts';
import { prismaSyncTurns } from './providerSync/store.prisma.ts';
import { prismaRefunds } from './refunds/store.prisma.ts';
import { resolvers } from './resolvers.ts';
import { isLive, quickMs, stripeClient } from './stripe/client.stripe.ts';
import { readSignedEvent } from './stripe/events.stripe.ts';
import { stripeProvider } from './stripe/provider.stripe.ts';
import { prismaEvents } from './webhooks/store.prisma.ts';
import { webhook } from './webhooks/webhook.http.ts';

export const start = async (env: PaymentsEnv, log: Log): Promise<Running> => {
  const db = new PrismaClient({ adapter: postgres(env.PAYMENTS_DATABASE_URL) });
  const orders = peer('orders', env.ORDERS_URL, tokenSigner(env.SERVICE_PRIVATE_KEY));
  const patience = leaseTimesFor(quickMs(env.STRIPE_TIMEOUT_MS));
  const alarm = alarmReporter(log);
  const writeCall = requestWriter(patience);
  const ports: Ports = {
    audits: prismaAudits(db),
    payments: prismaPayments(db, writeCall, voidWriter(patience)),
    providerRequests: prismaProviderRequests(db, patience),
    syncTurns: prismaSyncTurns(db, patience.syncMs),
    refunds: prismaRefunds(db, writeCall),
    events: prismaEvents(db),
    ledger: prismaLedger(db),
    methods: prismaMethods(db),
    privacy: prismaPrivacy(db),
    retention: prismaRetention(db),
    provider: stripeProvider(stripeClient(env, alarm), {
      returnUrl: env.SHOP_URL ?? env.PUBLIC_URL,
      bankMs: env.STRIPE_TIMEOUT_MS,
    }),
    orders: ordersClient(orders),
    now: () => new Date(),
    newRefundId: () => newId('ref'),
    alarm,
  };
  const days = { events: env.PAYMENTS_EVENTS_KEPT_DAYS, keys: env.PAYMENTS_KEYS_KEPT_DAYS };
  const jobs = await runJobs(env.PAYMENTS_DATABASE_URL, tasks(ports, days), log, CRON, env.JOBS_RESCUE_MS);
  const verify = (body: Buffer, signature: string, now: number) =>
    readSignedEvent(body, signature, env.STRIPE_WEBHOOK_SECRET, now);
  const routes = [webhook({ ...ports, verify, live: isLive(env) })];
  const resources = [jobs, orders, databaseResource(db)];
  return startServer(
    {
      name: 'payments',
      env,
      typeDefs,
      resolvers: resolvers(ports),
      loaders: loaders(ports),
      resources,
      routes,
    },
    log,
  );
};
