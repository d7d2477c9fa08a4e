import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import type { Resource } from '../../kernel/lifecycle.ts';
import { isOutage } from '../../kernel/outage.ts';
import { type Collections, collections } from './store.database.ts';
import { createIndexes } from './store.indexes.ts';

/** What is acknowledged is on the disk of most; reads are of what is acknowledged. */
const OPTIONS = {
  writeConcern: { w: 'majority', journal: true },
  readConcernLevel: 'majority',
  retryWrites: true,
  maxPoolSize: 32,
  /** The first burst of a process that has just started does not wait for two connections at a time. */
  maxConnecting: 8,
  waitQueueTimeoutMS: 2_000,
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  socketTimeoutMS: 10_000,
  ignoreUndefined: true,
} as const;

const ATTEMPTS = 10;
const PAUSE_MS = 1_000;

/** A store that comes up at the same time, or a machine that is busy starting, is waited for. */
const whileAway = async (work: () => Promise<void>, left = ATTEMPTS): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (left === 0 || !isOutage(error)) throw error;
    await wait(PAUSE_MS);
    await whileAway(work, left - 1);
  }
};

/** The database of the connection string, with its indexes. */
export const connectMongo = async (url: string): Promise<{ db: Collections; resource: Resource }> => {
  const client = new MongoClient(url, OPTIONS);
  const database = client.db();
  const db = collections(database);
  await whileAway(() => createIndexes(db));
  return {
    db,
    resource: { name: 'mongodb', ready: () => database.command({ ping: 1 }), close: () => client.close() },
  };
};
