import { createHmac } from 'node:crypto';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

const exists = async (
  client: Client,
  catalogue: 'pg_roles WHERE rolname' | 'pg_database WHERE datname',
  name: string,
): Promise<boolean> => (await client.query(`SELECT 1 FROM ${catalogue} = $1`, [name])).rowCount === 1;

const passwordOf = (name: string, secret: string): string =>
  createHmac('sha256', secret).update(name).digest('base64url');

/** The address of a database for its owner, whose password follows from the secret of the server. */
export const databaseUrl = (host: string, name: string, secret: string): string =>
  `postgresql://${name}:${passwordOf(name, secret)}@${host}/${name}`;

/** One database with an owner of its own; nobody else may connect to it. */
const ensureDatabase = async (
  client: Client,
  name: string,
  password: string,
  rights: string,
): Promise<void> => {
  const owner = escapeIdentifier(name);
  if (!(await exists(client, 'pg_roles WHERE rolname', name)))
    await client.query(`CREATE ROLE ${owner} LOGIN`);
  await client.query(`ALTER ROLE ${owner} ${rights} PASSWORD ${escapeLiteral(password)}`);
  if (!(await exists(client, 'pg_database WHERE datname', name)))
    await client.query(`CREATE DATABASE ${owner} OWNER ${owner}`);
  await client.query(`REVOKE CONNECT ON DATABASE ${owner} FROM PUBLIC`);
};

/** Makes what is missing; answers the address of each database. Owners of test data may make more databases beside theirs. */
export const ensureDatabases = async (
  admin: string,
  secret: string,
  names: readonly string[],
  throwaway: boolean,
): Promise<ReadonlyMap<string, string>> => {
  const { host } = new URL(admin);
  const client = new Client({ connectionString: admin });
  await client.connect();
  try {
    for (const name of names)
      await ensureDatabase(client, name, passwordOf(name, secret), throwaway ? 'CREATEDB' : 'NOCREATEDB');
    return new Map(names.map((name) => [name, databaseUrl(host, name, secret)]));
  } finally {
    await client.end();
  }
};
