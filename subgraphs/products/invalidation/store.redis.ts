import type { Redis } from 'ioredis';
import { purgeChannel } from '../../../kernel/redis.ts';
import type { Publish } from './store.mongo.ts';

export const redisPublish =
  (redis: Redis): Publish =>
  async (tags) =>
    void (await redis.publish(purgeChannel(redis), JSON.stringify(tags)));

/** Where nobody keeps copies, everything is told as soon as it is changed. */
export const toNobody: Publish = async () => undefined;
