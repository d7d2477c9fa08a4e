import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Health, listen, type Resource } from '../kernel/lifecycle.ts';
import { createLog, type Log } from '../kernel/log.ts';
import { apiOf } from './api/handle.ts';
import { startDues } from './dues.timer.ts';
import { type Lock, lockFolder } from './journal/lock.socket.ts';
import { openStore, type Store } from './journal/store.journal.ts';
import { type Unit, unitOf } from './journal/unit.ts';
import { siteOf } from './site.http.ts';
import { settlementSwitch } from './switches/settlement.ts';
import { createSwitchboard } from './switches/switchboard.ts';
import { RETRY_MS } from './webhooks/delivery.ts';
import { type Dispatcher, startDispatcher } from './webhooks/dispatcher.http.ts';

export type SandboxOptions = Readonly<{
  dataDir: string;
  host?: string | undefined;
  /** 0, the default here, takes a free one. */
  port?: number | undefined;
  webhookUrl?: string | undefined;
  /** Several, comma separated, while one is being replaced. */
  webhookSecret?: string | undefined;
  /** How the buyer's browser reaches the sandbox. */
  publicUrl?: string | undefined;
  /** Pauses before each further try of a webhook. */
  retryMs?: readonly number[] | undefined;
  /** How long a test card takes to fail a refund or to open a dispute. */
  laterMs?: number | undefined;
  log?: Log | undefined;
}>;

export type Sandbox = Readonly<{ url: string; close(): Promise<void> }>;

const LATER_MS = 2_000;
const LISTENING = {
  NODE_ENV: 'development',
  LOG_LEVEL: 'info',
  METRICS_HOST: '127.0.0.1',
  METRICS_PORT: 0,
} as const;

/** Starts a whole sandbox in this process. Two of them never share a `dataDir`. */
export const startSandbox = async (options: SandboxOptions): Promise<Sandbox> => {
  const { host = '127.0.0.1', port = 0, log = createLog('sandbox', 'silent') } = options;
  const folder = join(options.dataDir, 'stripe-sandbox');
  const lock = await lockFolder(folder);
  const store = await openStore(join(folder, 'journal.jsonl'), Date.now());
  const dispatcher = startDispatcher({
    store,
    log,
    secrets: secretsIn(options.webhookSecret),
    url: options.webhookUrl ?? null,
    schedule: options.retryMs ?? RETRY_MS,
    now: Date.now,
  });
  const settlement = settlementSwitch();
  let publicUrl = options.publicUrl?.replace(/\/$/, '') ?? '';
  const unit = (requestId: string | null, key: string | null): Unit =>
    unitOf(store.world, {
      now: Date.now(),
      id: newId,
      publicUrl,
      webhooks: dispatcher.settings().url !== null,
      laterMs: options.laterMs ?? LATER_MS,
      settlement: settlement.now(),
      request: requestId ? { id: requestId, key } : null,
    });
  const dues = startDues({ store, log, unit: () => unit(null, null), now: Date.now });
  const switchboard = createSwitchboard(newId);
  const health: Health = { draining: false };
  const resources = closing(dispatcher, dues, store, lock);
  const api = apiOf({ store, switchboard, log, unit });
  const site = siteOf({
    store,
    switchboard,
    settlement,
    dispatcher,
    api,
    log,
    health,
    resources,
    newId,
    unit: () => unit(null, null),
  });
  const env = { ...LISTENING, HOST: host, PORT: port, DATA_DIR: folder };
  const running = await listen(env, log, health, site, resources).catch(async (error: unknown) => {
    for (const resource of resources) await resource.close();
    throw error;
  });
  publicUrl ||= running.url;
  return { url: running.url, close: running.stop };
};

/** In this order: nothing new is begun, then what was done is on disk. */
const closing = (dispatcher: Dispatcher, dues: { close(): void }, store: Store, lock: Lock): Resource[] => [
  { name: 'webhooks', ready: async () => null, close: dispatcher.close },
  { name: 'dues', ready: async () => null, close: async () => dues.close() },
  { name: 'journal', ready: store.durable, close: store.close },
  { name: 'lock', ready: async () => null, close: lock.release },
];

const secretsIn = (text = 'whsec_sandbox'): string[] =>
  text
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '');

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 24;

const newId = (prefix: string): string =>
  `${prefix}_${Array.from(randomBytes(ID_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
