import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readEnv } from '../../kernel/env.ts';
import type { Environment } from '../../scripts/processes/program.ts';
import { secretFiles, secretsOf } from '../../scripts/secrets/containers.ts';
import { environmentOf } from '../../scripts/start/environment.ts';
import { envExample, helpText } from '../../scripts/start/explain.ts';
import { NODE_FLAGS } from '../../scripts/start/node-process.ts';
import { PROCESSES, SUBGRAPHS } from '../../scripts/start/processes.ts';
import { schemaOf, variablesOf } from '../../scripts/start/schemas.ts';
import { ensureSecrets, makeSecrets } from '../../scripts/start/secrets.ts';
import { readSettings } from '../../scripts/start/settings.ts';
import { SECTIONS } from '../../scripts/start/variables.ts';

const EXPLAINED = SECTIONS.flatMap(({ variables }) => variables.map(({ name }) => name));
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

const URLS = {
  USERS_DATABASE_URL: 'postgresql://users:p@127.0.0.1:1/users',
  ORDERS_DATABASE_URL: 'postgresql://orders:p@127.0.0.1:1/orders',
  PAYMENTS_DATABASE_URL: 'postgresql://payments:p@127.0.0.1:1/payments',
  MONGODB_URL: 'mongodb://127.0.0.1:1/products',
  CARTS_REDIS_URL: 'redis://127.0.0.1:1/0',
  CACHE_REDIS_URL: 'redis://127.0.0.1:1/1',
};

test('.env.example explains each variable as --help does', () => {
  expect(readFileSync('.env.example', 'utf8')).toBe(envExample());
  for (const name of EXPLAINED) expect(helpText()).toContain(`  ${name} `);
});

test.each(PROCESSES)('every variable that %s reads is explained', async (name) => {
  expect((await variablesOf(name)).filter((variable) => !EXPLAINED.includes(variable))).toEqual([]);
});

test.each(PROCESSES)(
  '%s starts with what npm start gives it, and gets nothing that is not its own',
  async (name) => {
    const settings = readSettings({
      PATH: '/bin',
      HOME: '/root',
      AWS_SECRET_ACCESS_KEY: 'no',
      SMTP_URL: 'smtp://mail',
    });
    const environment = await environmentOf(name, {
      settings,
      urls: URLS,
      secrets: await makeSecrets('development'),
    });
    expect(readEnv(await schemaOf(name), environment)).toBeTruthy();
    const own = [...(await variablesOf(name)), 'PATH', 'HOME'];
    expect(Object.keys(environment).filter((variable) => !own.includes(variable))).toEqual([]);
  },
);

test('R45: npm start, the image and docker compose run every process with the same flags, and none that trades speed for memory', async () => {
  expect(NODE_FLAGS).toEqual(['--max-semi-space-size=64']);
  const flags = NODE_FLAGS.join(' ');
  const image = /^CMD (\[.*\])$/m.exec(readFileSync('Dockerfile', 'utf8'))?.[1] ?? '[]';
  expect((JSON.parse(image) as string[]).join(' ')).toBe(`node ${flags} dist/main.js`);
  const compose = parse(readFileSync('docker-compose.yml', 'utf8')) as {
    'x-command': string[];
    services: Record<string, { command?: string[] }>;
  };
  for (const name of PROCESSES)
    expect(compose.services[name]?.command?.join(' '), name).toContain(`node ${flags} `);
});

test('with an account at Stripe payments talks to Stripe, without one to the sandbox', async () => {
  const secrets = await makeSecrets('development');
  const payments = (env: Environment) =>
    environmentOf('payments', { settings: readSettings(env), urls: URLS, secrets });
  const without = await payments({ PORT: '5000' });
  expect(without.STRIPE_API_URL).toBe('http://127.0.0.1:5010');
  expect(without.STRIPE_SECRET_KEY).toMatch(/^sk_test_development-/);
  const account = { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' };
  const given = await payments(account);
  expect(given).toMatchObject(account);
  expect(given.STRIPE_API_URL).toBeUndefined();
});

test('G15: the secrets of development are for their owner alone, stay the same, and say what they are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'plexus-secrets-'));
  folders.push(folder);
  const path = join(folder, 'secrets.json');
  const first = await ensureSecrets(path, 'development');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await ensureSecrets(path, 'development')).toEqual(first);
  expect([first.TOKEN_KEY_SECRET, first.LINK_SECRET].every((text) => text.startsWith('development-'))).toBe(
    true,
  );
  expect(JSON.stringify(first.SERVICE_PRIVATE_KEYS.router)).toContain('"plexus":"development"');
});

test('in production the sandbox is not asked for, and what is missing is one sentence', () => {
  expect(() => readSettings({ STRIPE_SECRET_KEY: 'sk_live_1' })).toThrow(/STRIPE_WEBHOOK_SECRET is not/);
  expect(() => readSettings({ PORT: '65530' })).toThrow(/^PORT is "65530"/);
});

const environment = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));
const dependency = z.strictObject({
  condition: z.enum(['service_healthy', 'service_started', 'service_completed_successfully']),
});
/** The stores' images, and those of whoever looks on. */
const OFFICIAL =
  /^(?:postgres:18|mongo:8|valkey\/valkey:9|(?:prom\/prometheus|grafana\/grafana|otel\/opentelemetry-collector|jaegertracing\/jaeger):v?\d+\.\d+\.\d+)$/;
const service = z.strictObject({
  image: z.string().regex(OFFICIAL).optional(),
  profiles: z.tuple([z.literal('observe')]).optional(),
  configs: z.array(z.strictObject({ source: z.string(), target: z.string() })).default([]),
  build: z
    .strictObject({ context: z.literal('.'), args: z.strictObject({ SUBGRAPH: z.string() }) })
    .optional(),
  command: z.array(z.string()).optional(),
  environment: environment.default({}),
  user: z.string().optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string().regex(/^[a-z-]+:\/[a-z/]+(:ro)?$/)).default([]),
  tmpfs: z.array(z.string()).optional(),
  restart: z.enum(['no', 'unless-stopped']),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  stop_grace_period: z.string().optional(),
  deploy: z.strictObject({ replicas: z.string() }).optional(),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
      start_period: z.string(),
    })
    .optional(),
  depends_on: z.record(z.string(), dependency).default({}),
});
const composeFile = z.object({
  name: z.string(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
  configs: z.record(z.string(), z.strictObject({ file: z.string() })),
});

const TEXT = readFileSync('docker-compose.yml', 'utf8');
const COMPOSE = composeFile.parse(parse(TEXT, { merge: true }));
const serviceNamed = (name: string) => service.parse(COMPOSE.services[name]);

/** As docker compose does it: an empty value comes from outside, `${NAME:-otherwise}` falls back, also within another. */
const interpolate = (text: string, outside: Environment): string => {
  const next = text.replace(
    /\$\{(\w+):-([^${}]*)\}/g,
    (_, name: string, otherwise: string) => outside[name] || otherwise,
  );
  return next === text ? text : interpolate(next, outside);
};
const container = (name: string, outside: Environment): Environment =>
  Object.fromEntries(
    Object.entries(serviceNamed(name).environment).map(([key, value]) => [
      key,
      value === null ? outside[key] : interpolate(String(value), outside),
    ]),
  );

const PASSWORDS = { postgres: 'p'.repeat(32), mongodb: 'm'.repeat(32), valkey: 'v'.repeat(32) };
const known = async (hasStripeAccount: boolean) => ({
  secrets: await makeSecrets('production'),
  passwords: PASSWORDS,
  hasStripeAccount,
});

test('every container waits for services that exist, keeps its data in volumes that exist, and says whether it is healthy', () => {
  for (const [name, { depends_on, volumes, healthcheck, restart, profiles }] of Object.entries(
    COMPOSE.services,
  )) {
    expect(Object.keys(depends_on).filter((other) => !(other in COMPOSE.services))).toEqual([]);
    expect(
      volumes.map((volume) => volume.split(':')[0] ?? '').filter((volume) => !(volume in COMPOSE.volumes)),
    ).toEqual([]);
    expect(healthcheck !== undefined, name).toBe(restart !== 'no' && !profiles);
    for (const [other, { condition }] of Object.entries(depends_on))
      if (condition === 'service_healthy') expect(serviceNamed(other).healthcheck, other).toBeDefined();
  }
});

test.each(PROCESSES)(
  'the container of %s has all that it reads, from the file or from its own secrets',
  async (name) => {
    const given = container(name, {});
    const secret = await secretsOf(name, await known(false));
    const schema = await schemaOf(name);
    expect(
      schema.safeParse({
        ...secret,
        ...Object.fromEntries(Object.entries(given).filter(([, value]) => value)),
      }).error,
    ).toBeUndefined();
    const offered = [...Object.keys(given), ...Object.keys(secret), 'SUPERGRAPH'];
    expect((await variablesOf(name)).filter((variable) => !offered.includes(variable))).toEqual([]);
  },
);

test.each(['router', ...SUBGRAPHS] as const)(
  'with an account at Stripe the container of %s may run in production',
  async (name) => {
    const outside = {
      NODE_ENV: 'production',
      STRIPE_SECRET_KEY: 'sk_live_1',
      STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
    };
    const secret = await secretsOf(name, await known(true));
    const all = {
      ...secret,
      ...Object.fromEntries(Object.entries(container(name, outside)).filter(([, value]) => value)),
    };
    expect(readEnv(await schemaOf(name), all)).toMatchObject({ NODE_ENV: 'production' });
    expect(JSON.stringify(all)).not.toContain('development');
  },
);

test('G15: no secret is in the file, and each volume of secrets is seen by one container alone', async () => {
  const secrets = await makeSecrets('production');
  const names = [
    'SERVICE_PRIVATE_KEY',
    ...Object.keys(secrets),
    'POSTGRES_PASSWORD',
    'MONGO_INITDB_ROOT_PASSWORD',
  ];
  for (const { environment } of Object.values(COMPOSE.services))
    for (const name of names) expect(environment[name] ?? null).toBeNull();
  for (const volume of Object.keys(COMPOSE.volumes).filter(
    (name) => name.startsWith('secrets-') && name !== 'secrets-state',
  )) {
    const seers = Object.entries(COMPOSE.services).filter(
      ([name, { volumes }]) => name !== 'secrets' && volumes.some((each) => each.startsWith(`${volume}:`)),
    );
    expect(seers.map(([name]) => `secrets-${name}`)).toEqual([volume]);
  }
  const laidOut = (await secretFiles(await known(false))).map(({ path }) => path.split('/')[0]);
  const mounted = serviceNamed('secrets').volumes.map((volume) => volume.split('/').at(-1));
  expect([...laidOut, 'state'].sort()).toEqual([...mounted].sort());
});

test('only the router and the page for 3-D Secure are open, and to this machine alone', () => {
  const open = Object.entries(COMPOSE.services)
    .filter(([, { profiles }]) => !profiles)
    .flatMap(([name, { ports }]) => ports.map((port) => [name, interpolate(port, {})]));
  expect(open).toEqual([
    ['router', '127.0.0.1:4000:4000'],
    ['sandbox', '127.0.0.1:4010:4010'],
  ]);
});

test('whoever looks on is asked for, is open to this machine alone, and is given files that exist', () => {
  const observers = Object.entries(COMPOSE.services).filter(([, { profiles }]) => profiles);
  expect(observers.map(([name]) => name)).toEqual(['prometheus', 'grafana', 'collector', 'traces']);
  const given = observers.flatMap(([, { configs }]) => configs.map(({ source }) => source));
  expect(given.sort()).toEqual(Object.keys(COMPOSE.configs).sort());
  for (const { file } of Object.values(COMPOSE.configs)) expect(statSync(file).isFile()).toBe(true);
  for (const [name, { ports }] of observers)
    for (const port of ports) expect(interpolate(port, {}), name).toMatch(/^127\.0\.0\.1:/);
  const others = Object.entries(COMPOSE.services).filter(([, { profiles }]) => !profiles);
  for (const [name, { depends_on }] of others)
    expect([
      name,
      Object.keys(depends_on).filter((other) => observers.some(([each]) => each === other)),
    ]).toEqual([name, []]);
});

test('C11: Prometheus asks each process of the shop at the metrics port of its container, which is not published', () => {
  const prometheus = z.object({
    scrape_configs: z.tuple([
      z.object({
        dns_sd_configs: z.array(
          z.object({ names: z.tuple([z.string()]), type: z.literal('A'), port: z.number() }),
        ),
      }),
    ]),
  });
  const [{ dns_sd_configs: asked }] = prometheus.parse(
    parse(readFileSync('docs/grafana/prometheus.yaml', 'utf8')),
  ).scrape_configs;
  const ports = ['router', ...SUBGRAPHS].map((name) => [name, serviceNamed(name).environment.METRICS_PORT]);
  expect(asked.map(({ names: [name], port }) => [name, port])).toEqual(ports);
  for (const name of PROCESSES)
    expect(JSON.stringify(serviceNamed(name).ports ?? []), name).not.toContain('9464');
});

test('the image is built for each process, and does not run as root', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');
  for (const name of PROCESSES)
    expect(dockerfile).toMatch(new RegExp(`^\\s+[\\w|]*\\b${name}\\b[\\w|]*\\)`, 'm'));
  expect(dockerfile).toMatch(/^USER node$/m);
  const built = Object.values(COMPOSE.services).flatMap(({ build }) => (build ? [build.args.SUBGRAPH] : []));
  expect([...new Set(built)].sort()).toEqual([...PROCESSES, 'scripts'].sort());
});
