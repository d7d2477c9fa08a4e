import { Redis } from 'ioredis';
import { CLOCKS } from './shop.ts';
import { type Actor, pause } from './world.ts';

const SERVICES = ['users', 'products', 'carts', 'orders', 'payments', 'router'] as const;
const DATASTORES = ['postgres', 'mongodb', 'redis'] as const;

type Fault = Readonly<{ weight: number; strike(actor: Actor): Promise<string> }>;

/** Breaks something every few seconds until the run is over. Everything heals by itself, or by `heal`. */
export const breakThings = async (actor: Actor): Promise<void> => {
  const { world, random } = actor;
  const bag = FAULTS.flatMap((fault) => Array.from({ length: fault.weight }, () => fault));
  await pause(2_000);
  while (!world.isOver()) {
    const kind = await random
      .pick(bag)
      .strike(actor)
      .catch(() => null);
    if (kind) world.recorder.fault(kind);
    await pause(random.int(400, 2_500));
  }
};

/** Puts the provider's switches, the connections and the clocks back. Processes and datastores are started again by their supervisor. */
export const heal = async ({ shop }: Actor['world']): Promise<void> => {
  for (const path of ['switches', 'webhooks'])
    await sandbox(shop.sandboxUrl, 'DELETE', path).catch(() => null);
  await shop.wires.heal();
  for (const name of CLOCKS) shop.skew(name, 0);
};

const signal = (pid: number | undefined, name: NodeJS.Signals): boolean => {
  try {
    return pid !== undefined && process.kill(pid, name);
  } catch {
    return false;
  }
};

const kill = async ({ world }: Actor, name: string): Promise<string> => {
  if (!signal(world.shop.pidOf(name), 'SIGKILL')) throw new Error('not running');
  return `kill -9 ${name}`;
};

/** Stands still for a moment, as under a hypervisor that is short of processors. */
const freeze = async ({ world, random }: Actor, name: string): Promise<string> => {
  const pid = world.shop.pidOf(name);
  if (!signal(pid, 'SIGSTOP')) throw new Error('not running');
  await pause(random.int(300, 2_500));
  signal(pid, 'SIGCONT');
  return `pause ${name}`;
};

/** Packets are lost, all of them or the answers: whoever waits hears nothing, and does not know what was done. */
const cutOff = async ({ world, random }: Actor): Promise<string> => {
  const { wires } = world.shop;
  const name = random.pick(wires.names());
  const what = random.pick(['all', 'answers'] as const);
  await wires.cut(name, what);
  await pause(random.int(200, 3_000));
  await wires.heal();
  return `cut off ${name}: ${what === 'all' ? 'everything is lost' : 'answers are lost'}`;
};

/** The clock of a process is off for a while, and then jumps back. */
const skew = async ({ world, random }: Actor): Promise<string> => {
  const name = random.pick(CLOCKS);
  world.shop.skew(name, random.pick([-1, 1]) * random.int(500, MOST_SKEW_MS));
  await pause(random.int(1_000, 4_000));
  world.shop.skew(name, 0);
  return `clock of ${name}`;
};
const MOST_SKEW_MS = 3_000;

const flush = async ({ world }: Actor): Promise<string> => {
  const redis = new Redis(world.shop.urls.CACHE_REDIS_URL, {
    lazyConnect: true,
    maxRetriesPerRequest: 1,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.flushdb();
  } finally {
    redis.disconnect();
  }
  return 'flush the cache';
};

const sandbox = async (url: string, method: string, path: string, body?: object): Promise<void> => {
  const answer = await fetch(`${url}/sandbox/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body ? JSON.stringify(body) : null,
    signal: AbortSignal.timeout(3_000),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`the sandbox answers ${answer.status}`);
};

const switchOf =
  (name: string, body: object) =>
  async ({ world, random }: Actor): Promise<string> => {
    await sandbox(world.shop.sandboxUrl, 'POST', 'switches', {
      path: '/v1/**',
      times: random.int(1, 4),
      ...body,
    });
    return `provider: ${name}`;
  };

const webhooks =
  (name: string, body: object) =>
  async ({ world, random }: Actor): Promise<string> => {
    await sandbox(world.shop.sandboxUrl, 'POST', 'webhooks', body);
    await pause(random.int(500, 3_000));
    await sandbox(world.shop.sandboxUrl, 'DELETE', 'webhooks');
    return `webhooks: ${name}`;
  };

const FAULTS: readonly Fault[] = [
  { weight: 6, strike: (actor) => kill(actor, actor.random.pick(SERVICES)) },
  { weight: 1, strike: (actor) => kill(actor, 'sandbox') },
  { weight: 3, strike: (actor) => kill(actor, actor.random.pick(DATASTORES)) },
  { weight: 3, strike: (actor) => freeze(actor, actor.random.pick([...SERVICES, ...DATASTORES])) },
  { weight: 2, strike: flush },
  {
    weight: 1,
    strike: switchOf('500 before the effect', { do: 'error', status: 500, when: 'before', method: 'POST' }),
  },
  {
    weight: 1,
    strike: switchOf('500 after the effect', { do: 'error', status: 500, when: 'after', method: 'POST' }),
  },
  { weight: 4, strike: cutOff },
  { weight: 2, strike: skew },
  { weight: 1, strike: switchOf('429', { do: 'error', status: 429 }) },
  {
    weight: 1,
    strike: switchOf('429 with Retry-After', { do: 'error', status: 429, retryAfter: 1 }),
  },
  { weight: 1, strike: switchOf('slow', { do: 'delay', ms: 2_500 }) },
  { weight: 1, strike: switchOf('connection cut before the effect', { do: 'drop', when: 'before' }) },
  { weight: 1, strike: switchOf('connection cut after the effect', { do: 'drop', when: 'after' }) },
  { weight: 1, strike: webhooks('paused', { paused: true }) },
  { weight: 1, strike: webhooks('three times each', { copies: 3 }) },
  { weight: 1, strike: webhooks('newest first', { reorder: true }) },
];
