import { PrismaClient } from '../../generated/users/db/client.ts';
import { typeDefs } from '../../generated/users/schema.ts';
import { databaseResource } from '../../kernel/database.ts';
import { fileStore } from '../../kernel/fileStore.ts';
import { fileRoutes } from '../../kernel/files.http.ts';
import type { FileStore } from '../../kernel/files.ts';
import { runJobs } from '../../kernel/jobs.ts';
import type { Resource, Running } from '../../kernel/lifecycle.ts';
import { createLog, type Log } from '../../kernel/log.ts';
import { mailer } from '../../kernel/mailer.ts';
import { type Peer, peer } from '../../kernel/peer.ts';
import { postgres } from '../../kernel/postgres.ts';
import { connectRedis } from '../../kernel/redis.ts';
import { startServer } from '../../kernel/server.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import { argon2Passwords } from './accounts/passwords.argon2.ts';
import { redisLimits } from './accounts/store.redis.ts';
import type { UsersEnv } from './env.ts';
import { CRON, tasks } from './jobs.ts';
import { joseAccessTokens } from './keys/accessTokens.jose.ts';
import { encryption } from './keys/encryption.ts';
import { jwksRoute } from './keys/jwks.http.ts';
import { signingKeysRotate } from './keys/signingKey.ts';
import { prismaSigningKeys } from './keys/store.prisma.ts';
import { loaders } from './loaders.ts';
import type { Ports } from './ports.ts';
import { httpDataHolders } from './privacy/client.dataHolders.ts';
import { exportRoute } from './privacy/exports.http.ts';
import type { DataHolder } from './privacy/ports.ts';
import { fileExports } from './privacy/store.files.ts';
import { filePictures } from './profile/store.files.ts';
import { resolvers } from './resolvers.ts';
import type { Revocations } from './sessions/ports.ts';
import { redisRevocations } from './sessions/store.redis.ts';
import { prismaStores } from './store.prisma.ts';

/** Composition root: connects adapters, jobs and resolvers. Tests pass another clock as `now`. */
export const start = async (
  env: UsersEnv,
  log = createLog('users', env.LOG_LEVEL),
  now?: () => Date,
): Promise<Running> => {
  const { ports, revocations, files, exportFiles, resources } = await adapters(env, log, now);
  await signingKeysRotate(ports)();
  const jobs = await runJobs(
    env.USERS_DATABASE_URL,
    tasks(ports, mailer(env), revocations),
    log,
    CRON,
    env.JOBS_RESCUE_MS,
  );
  const parts = {
    typeDefs,
    resolvers: resolvers(ports),
    loaders: loaders(ports),
    routes: [jwksRoute(ports), exportRoute(exportFiles, env.LINK_SECRET, ports.now), ...fileRoutes(files)],
  };
  return startServer({ name: 'users', env, ...parts, resources: [jobs, ...resources] }, log);
};

/** The cache is optional: while it is unavailable, commands fail immediately and the service stays ready. */
const CACHE = { commandTimeout: 500, enableOfflineQueue: false };

type Adapters = Readonly<{
  ports: Ports;
  revocations: Revocations;
  files: FileStore;
  exportFiles: FileStore;
  resources: readonly Resource[];
}>;

/** Opens all adapters for the addresses in the environment. */
export const adapters = async (env: UsersEnv, log: Log, now = () => new Date()): Promise<Adapters> => {
  const db = new PrismaClient({ adapter: postgres(env.USERS_DATABASE_URL) });
  const { redis, resource: cache } = connectRedis(env.CACHE_REDIS_URL, log, CACHE);
  const secrets = encryption(env.TOKEN_KEY_SECRET);
  const revocations = redisRevocations(redis);
  const files = fileStore(env, 'users');
  const exportFiles = fileStore(env, 'users-exports');
  const peers = peersOf(env);
  const signingKeys = prismaSigningKeys(db);
  const publishNow = (ids: Parameters<Revocations['publish']>[0]) =>
    revocations
      .publish(ids)
      .catch((error: unknown) =>
        log.warn({ err: error }, 'could not publish revoked sessions; the job will retry'),
      );
  const ports: Ports = {
    ...prismaStores(db, secrets, publishNow),
    passwords: await argon2Passwords(),
    limits: redisLimits(redis, env.limits),
    signingKeys,
    accessTokens: joseAccessTokens(signingKeys, secrets, env.PUBLIC_URL, now),
    encryption: secrets,
    pictures: filePictures(files, env.PUBLIC_URL),
    personalData: httpDataHolders(peers),
    exports: fileExports(exportFiles, env.PUBLIC_URL, env.LINK_SECRET),
    shopUrl: env.SHOP_URL,
    now,
  };
  return {
    ports,
    revocations,
    files,
    exportFiles,
    resources: [
      ...Object.values(peers),
      exportFiles,
      databaseResource(db),
      { ...cache, ready: async () => undefined },
      files,
    ],
  };
};

const peersOf = (env: UsersEnv): Record<DataHolder, Peer> => {
  const signer = tokenSigner(env.SERVICE_PRIVATE_KEY);
  const to = (name: DataHolder, url: string) => peer(name, url, signer);
  return {
    products: to('products', env.PRODUCTS_URL),
    carts: to('carts', env.CARTS_URL),
    orders: to('orders', env.ORDERS_URL),
    payments: to('payments', env.PAYMENTS_URL),
  };
};
