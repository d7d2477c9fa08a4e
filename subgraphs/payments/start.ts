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
import { loudly } from './alarms.metrics.ts';
import { prismaAudits } from './audit/store.prisma.ts';
import { patienceFor } from './calls/call.ts';
import { callWriter, prismaCalls, voidWriter } from './calls/store.prisma.ts';
import type { PaymentsEnv } from './env.ts';
import { prismaEvents } from './events/store.prisma.ts';
import { webhook } from './events/webhook.http.ts';
import { CRON, tasks } from './jobs.ts';
import { prismaLedger } from './ledger/store.prisma.ts';
import { loaders } from './loaders.ts';
import { prismaMethods } from './methods/store.prisma.ts';
import { httpOrders } from './peers.http.ts';
import { prismaPersonal } from './personal/store.prisma.ts';
import type { Ports } from './ports.ts';
import { isLive, quickMs, stripeClient } from './provider/client.stripe.ts';
import { readSignedEvent } from './provider/events.stripe.ts';
import { stripeProvider } from './provider/provider.stripe.ts';
import { prismaRefunds } from './refunds/store.prisma.ts';
import { resolvers } from './resolvers.ts';
import { prismaLooks } from './sightings/store.prisma.ts';
import { prismaPayments } from './store.prisma.ts';
import { prismaUpkeep } from './upkeep/store.prisma.ts';
import { useCases } from './useCases.ts';

export const start = async (env: PaymentsEnv, log: Log): Promise<Running> => {
  const db = new PrismaClient({ adapter: postgres(env.PAYMENTS_DATABASE_URL) });
  const orders = peer('orders', env.ORDERS_URL, tokenSigner(env.SERVICE_PRIVATE_KEY));
  const patience = patienceFor(quickMs(env.STRIPE_TIMEOUT_MS));
  const alarm = loudly(log);
  const writeCall = callWriter(patience);
  const ports: Ports = {
    audits: prismaAudits(db),
    payments: prismaPayments(db, writeCall, voidWriter(patience)),
    calls: prismaCalls(db, patience),
    looks: prismaLooks(db, patience.lookMs),
    refunds: prismaRefunds(db, writeCall),
    events: prismaEvents(db),
    ledger: prismaLedger(db),
    methods: prismaMethods(db),
    personal: prismaPersonal(db),
    upkeep: prismaUpkeep(db),
    provider: stripeProvider(stripeClient(env, alarm), {
      returnUrl: env.SHOP_URL ?? env.PUBLIC_URL,
      bankMs: env.STRIPE_TIMEOUT_MS,
    }),
    orders: httpOrders(orders),
    now: () => new Date(),
    newRefundId: () => newId('ref'),
    alarm,
  };
  const use = useCases(ports);
  const days = { events: env.PAYMENTS_EVENTS_KEPT_DAYS, keys: env.PAYMENTS_KEYS_KEPT_DAYS };
  const jobs = await runJobs(
    env.PAYMENTS_DATABASE_URL,
    tasks(use, ports, days),
    log,
    CRON,
    env.JOBS_RESCUE_MS,
  );
  const verify = (body: Buffer, signature: string, now: number) =>
    readSignedEvent(body, signature, env.STRIPE_WEBHOOK_SECRET, now);
  const routes = [webhook({ ...ports, verify, live: isLive(env) })];
  const resources = [jobs, orders, databaseResource(db)];
  return startServer(
    {
      name: 'payments',
      env,
      typeDefs,
      resolvers: resolvers(use),
      loaders: loaders(ports),
      resources,
      routes,
    },
    log,
  );
};
