import { PrismaClient } from '../../generated/users/db/client.ts';
import { databaseResource } from '../../kernel/database.ts';
import type { Resource } from '../../kernel/lifecycle.ts';
import type { Log } from '../../kernel/log.ts';
import { postgres } from '../../kernel/postgres.ts';
import { connectRedis } from '../../kernel/redis.ts';
import { argon2Passwords } from './accounts/passwords.argon2.ts';
import type { UsersEnv } from './env.ts';
import { joseAccessTokens } from './keys/accessTokens.jose.ts';
import { prismaSigningKeys } from './keys/store.prisma.ts';
import type { Ports } from './ports.ts';
import type { Revocations } from './sessions/ports.ts';
import { redisRevocations } from './sessions/revocations.redis.ts';
import { prismaStores } from './stores.prisma.ts';
import { vault } from './vault.ts';

type Adapters = Readonly<{ ports: Ports; revocations: Revocations; resources: readonly Resource[] }>;

/** Everything outside that the ports stand for, opened with the environment's addresses. */
export const adapters = async (env: UsersEnv, log: Log, now = () => new Date()): Promise<Adapters> => {
  const db = new PrismaClient({ adapter: postgres(env.USERS_DATABASE_URL) });
  const { redis, resource } = connectRedis(env.CACHE_REDIS_URL, log);
  const secrets = vault(env.TOKEN_KEY_SECRET);
  const revocations = redisRevocations(redis);
  const signingKeys = prismaSigningKeys(db);
  const publishNow = (ids: Parameters<Revocations['publish']>[0]) =>
    revocations.publish(ids).catch((error: unknown) => log.warn({ err: error }, 'the job will publish the ended sessions'));
  const ports: Ports = {
    ...prismaStores(db, secrets, publishNow),
    passwords: await argon2Passwords(),
    signingKeys,
    accessTokens: joseAccessTokens(signingKeys, secrets, env.PUBLIC_URL, now),
    vault: secrets,
    shopUrl: env.SHOP_URL,
    now,
  };
  return { ports, revocations, resources: [databaseResource(db), resource] };
};
