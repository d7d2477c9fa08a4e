import { createHash } from 'node:crypto';
import { shortLived } from '../../kernel/shortLived.ts';
import { publicSeconds } from '../cache/cachePolicy.ts';
import type { Entry } from '../cache/memoryCache.ts';
import type { RedisCache } from '../cache/redisCache.redis.ts';
import { cachedEntities } from '../metrics.ts';
import type { SubgraphAnswer } from './subgraphAnswer.ts';

/** A fetch of entities by their representations. */
export type Fetch = Readonly<{
  subgraph: string;
  query: string;
  variables: Readonly<Record<string, unknown>>;
  representations: readonly unknown[];
  /** What is to be purged with an entity, beside its subgraph. */
  tagsOf(entity: unknown, representation: unknown): readonly string[];
}>;
type Ask = (representations: readonly unknown[]) => Promise<SubgraphAnswer>;
/** Answers a fetch from what is kept of each entity, and asks for the rest. */
export type EntityCache = (fetch: Fetch, ask: Ask) => Promise<SubgraphAnswer>;
type Kept = Readonly<{ key: string; entry: Entry | null }>;

const MAX_KNOWN = 5_000;
const PASSED_MS = 60_000;

/** Entities that their subgraph calls public, kept one by one: many queries meet the same product. Only fetches of guests come here. */
export const entityCache = (redisCache: RedisCache, now: () => number = Date.now): EntityCache => {
  /** Fetches whose answers proved not to be public: nothing is looked up for them. */
  const passed = shortLived<string, true>({ max: MAX_KNOWN, ttl: PASSED_MS });
  return async (fetch, ask) => {
    const operation = `${fetch.subgraph} ${fetch.query}`;
    if (passed.get(operation)) {
      count(fetch, { PASS: fetch.representations.length });
      return ask(fetch.representations);
    }
    const askedAt = now();
    const found = await Promise.all(keysOf(fetch).map((key) => find(redisCache, key, askedAt)));
    const missing = fetch.representations.filter((_, i) => !found[i]?.entry);
    count(fetch, { HIT: found.length - missing.length, MISS: missing.length });
    if (missing.length === 0) return joined(found, [], null, askedAt);
    const answer = await ask(missing);
    const fresh = answer.data?._entities;
    if (answer.errors.length > 0 || !Array.isArray(fresh) || fresh.length !== missing.length) {
      return missing.length === fetch.representations.length ? answer : ask(fetch.representations);
    }
    if (publicSeconds(answer.cacheControl) === 0) passed.set(operation, true);
    else keep(redisCache, fetch, found, fresh, publicSeconds(answer.cacheControl), askedAt);
    return joined(found, fresh, answer.cacheControl, askedAt);
  };
};

const count = ({ subgraph }: Fetch, outcomes: Readonly<Record<string, number>>): void => {
  for (const [outcome, entities] of Object.entries(outcomes))
    if (entities > 0) cachedEntities.inc({ subgraph, outcome }, entities);
};

const keysOf = ({ subgraph, query, variables, representations }: Fetch): string[] => {
  const { representations: _, ...others } = variables;
  const of = createHash('sha256').update(JSON.stringify([subgraph, query, others]));
  return representations.map((one) => `entity:${of.copy().update(JSON.stringify(one)).digest('base64url')}`);
};

const find = async (redisCache: RedisCache, key: string, now: number): Promise<Kept> => {
  const entry = await redisCache.find(key);
  return { key, entry: entry && now - entry.at < entry.maxAge * 1000 ? entry : null };
};

const keep = (
  redisCache: RedisCache,
  fetch: Fetch,
  found: readonly Kept[],
  fresh: readonly unknown[],
  maxAge: number,
  at: number,
): void => {
  const rest = fresh.values();
  found.forEach(({ key, entry }, i) => {
    if (entry) return;
    const entity = rest.next().value ?? null;
    const tags = [fetch.subgraph, ...fetch.tagsOf(entity, fetch.representations[i])];
    redisCache.keep(key, { text: JSON.stringify(entity), at, maxAge, tags });
  });
};

/** All entities in the order asked for, good for as long as the oldest of them. */
const joined = (
  found: readonly Kept[],
  fresh: readonly unknown[],
  cacheControl: string | null,
  now: number,
): SubgraphAnswer => {
  const rest = fresh.values();
  const entities = found.map(({ entry }) =>
    entry ? (JSON.parse(entry.text) as unknown) : (rest.next().value ?? null),
  );
  const left = found.flatMap(({ entry }) =>
    entry ? [Math.floor(entry.maxAge - (now - entry.at) / 1000)] : [],
  );
  const seconds = Math.max(0, Math.min(...left, ...(fresh.length ? [publicSeconds(cacheControl)] : [])));
  return {
    data: { _entities: entities },
    errors: [],
    cacheControl: seconds > 0 ? `public, max-age=${seconds}` : null,
  };
};
