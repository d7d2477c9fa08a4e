import { PrismaPg } from '@prisma/adapter-pg';

const CONNECTIONS = 10;
const CONNECT_MS = 2_000;

/** No statement, lock or forgotten transaction holds a connection longer than a request may take. */
const LIMITS = '-c statement_timeout=3000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000';

/** Prisma's driver adapter with a bounded pool and bounded statements. */
export const postgres = (connectionString: string): PrismaPg =>
  new PrismaPg({ connectionString, max: CONNECTIONS, connectionTimeoutMillis: CONNECT_MS, options: LIMITS });
