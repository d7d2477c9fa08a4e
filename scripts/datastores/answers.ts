import { Redis } from 'ioredis';
import { MongoClient } from 'mongodb';
import { Client } from 'pg';

const CONNECT_MS = 3_000;

/** Throws the driver's reason where no PostgreSQL database answers at this address. */
export const postgresAnswers = async (connectionString: string): Promise<boolean> => {
  const client = new Client({ connectionString, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
};

export const mongoAnswers = async (url: string): Promise<boolean> => {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: CONNECT_MS, connectTimeoutMS: CONNECT_MS });
  try {
    await client.db().command({ ping: 1 });
    return true;
  } finally {
    await client.close();
  }
};

/** A server that still reads its append-only file answers LOADING, which is not yet ready. */
export const redisAnswers = async (url: string): Promise<boolean> => {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  let reason: Error | undefined;
  client.on('error', (error) => {
    reason = error;
  });
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } catch (error) {
    throw reason ?? error;
  } finally {
    client.disconnect();
  }
};
