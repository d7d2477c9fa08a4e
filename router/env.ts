import { z } from 'zod';
import { httpUrl, serviceEnv } from '../kernel/env.ts';

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean),
);
const onOff = z.enum(['on', 'off']).transform((value) => value === 'on');

/** What the router reads; `<NAME>_URL` of any subgraph overrides the address in the supergraph. */
export const routerEnv = serviceEnv
  .extend({
    PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
    SUPERGRAPH: z.string().default('router/supergraph.graphql'),
    USERS_URL: httpUrl.default('http://127.0.0.1:4001/graphql'),
    PRODUCTS_URL: httpUrl.optional(),
    CARTS_URL: httpUrl.optional(),
    ORDERS_URL: httpUrl.optional(),
    PAYMENTS_URL: httpUrl.optional(),
    CACHE_REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
    CORS_ORIGINS: list.default([]),
    /** How many proxies in front of the router add to X-Forwarded-For; without any the header is not read. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    /** Points that a caller may spend in ten seconds; a request costs one, and one more for each ten objects that it may fetch. */
    RATE_LIMIT_POINTS: z.coerce.number().int().min(1).optional(),
    /** A JSON file of the only documents that may be asked, by id. */
    TRUSTED_DOCUMENTS: z.string().optional(),
    INTROSPECTION: onOff.optional(),
    LANDING_PAGE: onOff.optional(),
  })
  .transform((env) => ({
    ...env,
    RATE_LIMIT_POINTS: env.RATE_LIMIT_POINTS ?? (env.NODE_ENV === 'production' ? 1_000 : 1_000_000),
    INTROSPECTION: env.INTROSPECTION ?? env.NODE_ENV !== 'production',
    LANDING_PAGE: env.LANDING_PAGE ?? env.NODE_ENV !== 'production',
  }));

export type RouterEnv = z.infer<typeof routerEnv>;

/** Where a subgraph is reached: the environment's word, then the supergraph's. */
export const addressOf = (env: RouterEnv, name: string, fallback: string): string => {
  const given: Record<string, unknown> = env;
  const address = given[`${name.toUpperCase()}_URL`];
  return typeof address === 'string' ? address : fallback;
};
