import { MongoClient } from 'mongodb';
import type { Resource } from '../../kernel/lifecycle.ts';
import { type Collections, collections } from './store.database.ts';
import { createIndexes } from './store.indexes.ts';

/** What is acknowledged is on the disk of most; reads are of what is acknowledged. */
const OPTIONS = {
  writeConcern: { w: 'majority', journal: true },
  readConcernLevel: 'majority',
  retryWrites: true,
  maxPoolSize: 32,
  waitQueueTimeoutMS: 2_000,
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  socketTimeoutMS: 10_000,
  ignoreUndefined: true,
} as const;

/** The database of the connection string, with its indexes. */
export const connectMongo = async (url: string): Promise<{ db: Collections; resource: Resource }> => {
  const client = new MongoClient(url, OPTIONS);
  const database = client.db();
  const db = collections(database);
  await createIndexes(db);
  return { db, resource: { name: 'mongodb', ready: () => database.command({ ping: 1 }), close: () => client.close() } };
};
