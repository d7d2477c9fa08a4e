import { Client } from 'pg';
import { Problem } from '../processes/problem.ts';

const LIMITS = {
  connectionTimeoutMillis: 3_000,
  statement_timeout: 10_000,
  application_name: 'npm run jobs',
};

/** Works in the queue of a database, over one connection. */
export const inQueue = async <T>(
  database: string,
  connectionString: string,
  work: (client: Client) => Promise<T>,
): Promise<T> => {
  const client = new Client({ connectionString, ...LIMITS });
  client.on('error', () => undefined);
  await client.connect();
  try {
    if (await hasQueue(client)) return await work(client);
    throw new Problem(
      `The database of ${database} has no queue: correct its address, or start ${database} once, which makes it.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
};

const hasQueue = async (client: Client): Promise<boolean> =>
  (await client.query("select to_regclass('graphile_worker._private_jobs') is not null as there")).rows[0]
    ?.there === true;
