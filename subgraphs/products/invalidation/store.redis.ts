import type { Redis } from 'ioredis';
import { purgeChannel } from '../../../kernel/redis.ts';
import type { Publish } from './store.mongo.ts';

export const redisPublish =
  (redis: Redis): Publish =>
  async (tags) =>
    void (await redis.publish(purgeChannel(redis), JSON.stringify(tags)));

/** Without a cache there is nothing to publish. */
export const toNobody: Publish = async () => undefined;
