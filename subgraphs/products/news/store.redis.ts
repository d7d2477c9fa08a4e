import type { Redis } from 'ioredis';
import type { Publish } from './store.mongo.ts';

/** Where the router hears of what its copies are made of: a JSON array of tags. */
const CHANNEL = 'cache:purge';

export const redisPublish =
  (redis: Redis): Publish =>
  async (tags) =>
    void (await redis.publish(CHANNEL, JSON.stringify(tags)));

/** Where nobody keeps copies, everything is told as soon as it is changed. */
export const toNobody: Publish = async () => undefined;
