import type { Urls } from '../datastores/urls.ts';
import { publicKeys } from '../keys/serviceKeys.ts';
import type { Environment } from '../processes/program.ts';
import { metricsPortOf, type ProcessName, portOf, SERVICES, SUBGRAPHS } from './processes.ts';
import { variablesOf } from './schemas.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';

/** What any program may need of the system around it; nothing in it is a secret of the shop. */
const SYSTEM =
  /^(?:PATH|HOME|TMPDIR|TZ|LANG|LC_.*|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|SSL_CERT_(?:FILE|DIR)|(?:HTTPS?|NO|ALL)_PROXY|(?:https?|no|all)_proxy)$/;

const systemPart = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([name]) => SYSTEM.test(name)));

export type Parts = Readonly<{ settings: Settings; urls: Urls; secrets: Secrets }>;

const local = (port: number): string => `http://127.0.0.1:${port}`;

const stripe = ({ settings: { hasSandbox, port, env }, secrets }: Parts): Environment =>
  hasSandbox
    ? {
        STRIPE_SECRET_KEY: secrets.STRIPE_SECRET_KEY,
        STRIPE_WEBHOOK_SECRET: secrets.STRIPE_WEBHOOK_SECRET,
        STRIPE_API_URL: local(portOf('sandbox', port)),
        STRIPE_SANDBOX_WEBHOOK_URL: `${local(portOf('payments', port))}/webhooks/stripe`,
        STRIPE_SANDBOX_PUBLIC_URL: env.STRIPE_SANDBOX_PUBLIC_URL || local(portOf('sandbox', port)),
      }
    : {};

/** Every variable of the shop: what the person gives wins over what is made here. */
export const shopEnvironment = (parts: Parts): Environment => {
  const { settings, urls, secrets } = parts;
  const { TOKEN_KEY_SECRET, LINK_SECRET } = secrets;
  const made = { TOKEN_KEY_SECRET, LINK_SECRET, SERVICE_PUBLIC_KEYS: JSON.stringify(publicKeys(secrets)) };
  const peers = SUBGRAPHS.map((name) => [
    `${name.toUpperCase()}_URL`,
    `${local(portOf(name, settings.port))}/graphql`,
  ]);
  const given = Object.fromEntries(Object.entries(settings.env).filter(([, value]) => value !== ''));
  const own = { PUBLIC_URL: settings.publicUrl, DATA_DIR: settings.dataDir };
  return { ...made, ...given, ...stripe(parts), ...urls, ...Object.fromEntries(peers), ...own };
};

/** The router and the page for 3-D Secure are for everybody that HOST lets in, the subgraphs for this machine alone. */
const ownPart = (name: ProcessName, { settings, secrets }: Parts): Environment => {
  const isPublic = name === 'router' || name === 'sandbox';
  const service = SERVICES.find((candidate) => candidate === name);
  return {
    HOST: isPublic ? settings.host : '127.0.0.1',
    PORT: String(portOf(name, settings.port)),
    METRICS_PORT: String(metricsPortOf(name, settings.port)),
    SERVICE_PRIVATE_KEY: service ? JSON.stringify(secrets.SERVICE_PRIVATE_KEYS[service]) : undefined,
  };
};

/** The environment of one process: what its env.ts reads, and no more. */
export const environmentOf = async (name: ProcessName, parts: Parts): Promise<Environment> => {
  const all: Environment = { ...shopEnvironment(parts), ...ownPart(name, parts) };
  const read = ['FAILPOINT', 'FAILPOINT_FILE', ...(await variablesOf(name))];
  const own = read.flatMap((variable) => (all[variable] ? [[variable, all[variable]]] : []));
  return { ...systemPart(parts.settings.env), ...Object.fromEntries(own) };
};
