import { createHash } from 'node:crypto';
import type { Entry } from '../cache/near.ts';
import { publicSeconds } from '../cache/policy.ts';
import type { Shelf } from '../cache/shelf.redis.ts';
import type { SubgraphAnswer } from './answer.ts';

/** A fetch of entities by their representations. */
export type Fetch = Readonly<{
  subgraph: string;
  query: string;
  variables: Readonly<Record<string, unknown>>;
  representations: readonly unknown[];
}>;
type Ask = (representations: readonly unknown[]) => Promise<SubgraphAnswer>;
/** Answers a fetch from what is kept of each entity, and asks for the rest. */
export type EntityCache = (fetch: Fetch, ask: Ask) => Promise<SubgraphAnswer>;
type Kept = Readonly<{ key: string; entry: Entry | null }>;

/** Entities that their subgraph calls public, kept one by one: many queries meet the same product. Only fetches of guests come here. */
export const entityCache =
  (shelf: Shelf, now: () => number = Date.now): EntityCache =>
  async (fetch, ask) => {
    const askedAt = now();
    const found = await Promise.all(keysOf(fetch).map((key) => find(shelf, key, askedAt)));
    const missing = fetch.representations.filter((_, i) => !found[i]?.entry);
    if (missing.length === 0) return joined(found, [], null, askedAt);
    const answer = await ask(missing);
    const fresh = answer.data?._entities;
    if (answer.errors.length > 0 || !Array.isArray(fresh) || fresh.length !== missing.length) {
      return missing.length === fetch.representations.length ? answer : ask(fetch.representations);
    }
    keep(shelf, fetch.subgraph, found, fresh, answer.cacheControl, askedAt);
    return joined(found, fresh, answer.cacheControl, askedAt);
  };

const keysOf = ({ subgraph, query, variables, representations }: Fetch): string[] => {
  const { representations: _, ...others } = variables;
  const of = createHash('sha256').update(JSON.stringify([subgraph, query, others]));
  return representations.map((one) => `entity:${of.copy().update(JSON.stringify(one)).digest('base64url')}`);
};

const find = async (shelf: Shelf, key: string, now: number): Promise<Kept> => {
  const entry = await shelf.find(key);
  return { key, entry: entry && now - entry.at < entry.maxAge * 1000 ? entry : null };
};

const keep = (
  shelf: Shelf,
  subgraph: string,
  found: readonly Kept[],
  fresh: readonly unknown[],
  cacheControl: string | null,
  at: number,
): void => {
  const maxAge = publicSeconds(cacheControl);
  if (maxAge === 0) return;
  found
    .filter(({ entry }) => !entry)
    .forEach(({ key }, i) => {
      shelf.keep(key, { text: JSON.stringify(fresh[i] ?? null), at, maxAge, tags: [subgraph] });
    });
};

/** All entities in the order asked for, good for as long as the oldest of them. */
const joined = (found: readonly Kept[], fresh: readonly unknown[], cacheControl: string | null, now: number): SubgraphAnswer => {
  const rest = fresh.values();
  const entities = found.map(({ entry }) => (entry ? (JSON.parse(entry.text) as unknown) : (rest.next().value ?? null)));
  const left = found.flatMap(({ entry }) => (entry ? [Math.floor(entry.maxAge - (now - entry.at) / 1000)] : []));
  const seconds = Math.max(0, Math.min(...left, ...(fresh.length ? [publicSeconds(cacheControl)] : [])));
  return { data: { _entities: entities }, errors: [], cacheControl: seconds > 0 ? `public, max-age=${seconds}` : null };
};
