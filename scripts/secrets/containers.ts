import { databaseUrl } from '../datastores/postgres-databases.ts';
import { databaseOf, STORES } from '../datastores/urls.ts';
import { publicKeys } from '../keys/serviceKeys.ts';
import type { Environment } from '../processes/program.ts';
import { PROCESSES, type ProcessName, SERVICES } from '../start/processes.ts';
import { variablesOf } from '../start/schemas.ts';
import type { Secrets } from '../start/secrets.ts';
import type { StorePasswords } from './passwords.ts';

export type SecretFile = Readonly<{ path: string; text: string }>;
export type Known = Readonly<{ secrets: Secrets; passwords: StorePasswords; hasStripeAccount: boolean }>;

/** Names of the hosts in docker-compose.yml. */
const HOSTS = {
  postgres: 'postgres:5432',
  mongodb: 'mongodb:27017',
  valkey: 'valkey:6379',
  sandbox: 'sandbox:4010',
};

const storeUrls = ({ postgres, mongodb, valkey }: StorePasswords): Environment => ({
  ...Object.fromEntries(
    STORES.postgres.map((name) => [name, databaseUrl(HOSTS.postgres, databaseOf(name), postgres)]),
  ),
  MONGODB_URL: `mongodb://plexus:${mongodb}@${HOSTS.mongodb}/products?authSource=admin&directConnection=true`,
  CARTS_REDIS_URL: `redis://:${valkey}@${HOSTS.valkey}/0`,
  CACHE_REDIS_URL: `redis://:${valkey}@${HOSTS.valkey}/1`,
});

const stripe = ({
  secrets: { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET },
  hasStripeAccount,
}: Known): Environment =>
  hasStripeAccount
    ? {}
    : { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_API_URL: `http://${HOSTS.sandbox}` };

/** Every secret of the containers, and the addresses that hold one. */
const shared = (known: Known): Environment => {
  const { TOKEN_KEY_SECRET, LINK_SECRET } = known.secrets;
  const keys = JSON.stringify(publicKeys(known.secrets));
  return {
    ...storeUrls(known.passwords),
    ...stripe(known),
    TOKEN_KEY_SECRET,
    LINK_SECRET,
    SERVICE_PUBLIC_KEYS: keys,
  };
};

const envFile = (path: string, values: Environment): SecretFile => ({
  path,
  text: Object.entries(values)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join(''),
});

const pick = (values: Environment, names: readonly string[]): Environment =>
  Object.fromEntries(names.flatMap((name) => (values[name] ? [[name, values[name]]] : [])));

/** The part of one process: what its env.ts reads. */
export const secretsOf = async (name: ProcessName, known: Known): Promise<Environment> => {
  const service = SERVICES.find((candidate) => candidate === name);
  const own = service
    ? { SERVICE_PRIVATE_KEY: JSON.stringify(known.secrets.SERVICE_PRIVATE_KEYS[service]) }
    : {};
  return pick({ ...shared(known), ...own }, await variablesOf(name));
};

/** All files, each below the folder of the one container that gets it. */
export const secretFiles = async (known: Known): Promise<readonly SecretFile[]> => {
  const { postgres, mongodb, valkey } = known.passwords;
  const processes = PROCESSES.map(async (name) => envFile(`${name}/env`, await secretsOf(name, known)));
  const databases = pick(shared(known), STORES.postgres);
  return [
    ...(await Promise.all(processes)),
    envFile('migrate/env', {
      ...databases,
      POSTGRES_ADMIN_URL: `postgresql://postgres:${postgres}@${HOSTS.postgres}/postgres`,
    }),
    envFile('seed/env', shared(known)),
    { path: 'postgres/password', text: postgres },
    { path: 'mongodb/password', text: mongodb },
    {
      path: 'valkey/valkey.conf',
      text: `requirepass ${valkey}\nappendonly yes\nappendfsync always\nsave ""\nmaxmemory-policy noeviction\n`,
    },
  ];
};
