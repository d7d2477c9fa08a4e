import type { JSONWebKeySet, JWK } from 'jose';
import { z } from 'zod';
import { isCurrency } from './money.ts';

const DEVELOPMENT_SECRET = 'development-';

const json = <T>(schema: z.ZodType<T>) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

const jwk = z.custom<JWK>(
  (value) => value !== null && typeof value === 'object' && 'kty' in value && 'kid' in value,
  'must be a JWK with kid',
);
const jwks = z.custom<JSONWebKeySet>(
  (value) => value !== null && typeof value === 'object' && 'keys' in value && Array.isArray(value.keys),
  'must be a JWKS',
);

/** What every process reads. */
export const processEnv = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DATA_DIR: z.string().default('.data'),
  STOP_NOTICE_MS: z.coerce.number().int().min(0).max(60_000).optional(),
  /** Where the metrics are served, beside the port of clients; 0 takes a free port. */
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** How long the body of a request without files may take. */
  BODY_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).optional(),
});

/** The standard variables of OpenTelemetry that decide whether and how traces are sent. The SDK reads these and others itself. */
const tracesEnv = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/json', 'http/protobuf'], 'must be http/json: traces leave over HTTP')
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).optional(),
  OTEL_TRACES_SAMPLER: z.string().optional(),
  OTEL_TRACES_SAMPLER_ARG: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: z.string().optional(),
  OTEL_SDK_DISABLED: z.string().optional(),
});

/** What the router and every subgraph read beside that: their own key, the others' public ones, the graph's public address. */
export const serviceEnv = processEnv.extend({
  ...tracesEnv.shape,
  PUBLIC_URL: z.url({ protocol: /^https?$/ }),
  SERVICE_PRIVATE_KEY: json(jwk),
  SERVICE_PUBLIC_KEYS: json(jwks),
});

/** How often a process looks for jobs of processes that died, and how long one must have been silent for that. */
export const RESCUE_MS = 5_000;
/** What a subgraph with jobs reads beside that. */
export const jobsEnv = serviceEnv.extend({
  JOBS_RESCUE_MS: z.coerce.number().int().min(100).max(600_000).default(RESCUE_MS),
});

export type ProcessEnv = z.infer<typeof processEnv>;
export type TracesEnv = z.infer<typeof tracesEnv>;
export type ServiceEnv = z.infer<typeof serviceEnv>;

/** A secret as text of at least 32 characters. */
export const secret = z.string().min(32, 'must have at least 32 characters');
export const httpUrl = z.url({ protocol: /^https?$/ });

/** Reads the environment once; prints all faults together and ends the process where there are any. */
export const readEnv = <T>(schema: z.ZodType<T>, source: NodeJS.ProcessEnv = process.env): T => {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const read = schema.safeParse(given);
  const faults = [
    ...(read.success
      ? []
      : read.error.issues.map((issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`)),
    ...(given.NODE_ENV === 'production' ? developmentSecrets(given) : []),
  ];
  if (read.success && faults.length === 0) return read.data;
  process.stderr.write(
    `The environment is not complete:\n${faults.map((fault) => `  ${fault}\n`).join('')}See .env.example.\n`,
  );
  process.exit(1);
};

const developmentSecrets = (given: Record<string, string | undefined>): string[] =>
  Object.entries(given)
    .filter(([, value]) => value?.includes(DEVELOPMENT_SECRET) || value?.includes('"plexus":"development"'))
    .map(([name]) => `${name}: is a secret of development; production needs its own`);

/** An active currency of ISO 4217. */
export const currencyCode = z.string().refine(isCurrency, 'must be an ISO 4217 code in upper case, like EUR');
