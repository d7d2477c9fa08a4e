import { createHash } from 'node:crypto';
import { shortLived } from '../../kernel/shortLived.ts';
import type { Answer } from '../http/answer.ts';
import type { Ask } from '../http/parseRequest.ts';
import type { Policy } from './cachePolicy.ts';
import type { Entry } from './memoryCache.ts';
import type { RedisCache } from './redisCache.redis.ts';

/** What an execution came to. */
export type Outcome = Readonly<{ answer: Answer; policy: Policy }>;

/** Answers to what everybody may ask, given again without asking subgraphs. */
export type ResponseCache = Readonly<{
  answer(operation: string, variables: Ask['variables'], run: () => Promise<Outcome>): Promise<Answer>;
  purge(tags: readonly string[]): Promise<void>;
}>;
type State = 'HIT' | 'MISS' | 'STALE' | 'PASS';
type Flight = Promise<Readonly<{ outcome: Outcome; answer: Answer }>>;

const MAX_KNOWN = 10_000;
const PASSED_MS = 60_000;
const VARY = 'origin, authorization';

/** Only requests without a token come here, so nothing of one person can reach another. */
export const responseCache = (redisCache: RedisCache, now: () => number = Date.now): ResponseCache => {
  const flights = new Map<string, Flight>();
  /** Operations whose answers proved to be nobody else's: their readers do not wait for each other. */
  const passed = shortLived<string, true>({ max: MAX_KNOWN, ttl: PASSED_MS });

  const shared = async (key: string, operation: string, run: () => Promise<Outcome>): Promise<Answer> => {
    const joined = flights.get(key);
    if (joined) {
      const { outcome, answer } = await joined;
      return outcome.policy.maxAge > 0 ? answer : labelled((await run()).answer, 'PASS');
    }
    const flight = fly(redisCache, key, run, now).finally(
      () => flights.get(key) === flight && flights.delete(key),
    );
    flights.set(key, flight);
    const { outcome, answer } = await flight;
    if (outcome.policy.own) passed.set(operation, true);
    return answer;
  };

  return {
    answer: async (operation, variables, run) => {
      if (passed.get(operation)) return labelled((await run()).answer, 'PASS');
      const key = keyOf(operation, variables);
      const memoryCache = redisCache.memoryCache(key);
      return memoryCache && isFresh(memoryCache, now())
        ? given(memoryCache, 'HIT', now())
        : shared(key, operation, run);
    },
    purge: async (tags) => {
      if (tags.length === 0) return;
      flights.clear();
      await redisCache.purge(tags);
    },
  };
};

/** From the shelf, or else from the subgraphs and onto the shelf; while a subgraph is down, what is on the shelf is better than nothing. */
const fly = async (
  redisCache: RedisCache,
  key: string,
  run: () => Promise<Outcome>,
  now: () => number,
): Flight => {
  const startedAt = now();
  const kept = await redisCache.find(key);
  if (kept && isFresh(kept, now())) return { outcome: outcomeOf(kept), answer: given(kept, 'HIT', now()) };
  const outcome = await run();
  if (outcome.policy.outage && kept) return { outcome: outcomeOf(kept), answer: given(kept, 'STALE', now()) };
  if (outcome.policy.maxAge === 0) return { outcome, answer: labelled(outcome.answer, 'MISS') };
  const entry: Entry = {
    text: outcome.answer.text,
    at: startedAt,
    maxAge: outcome.policy.maxAge,
    tags: outcome.policy.tags,
  };
  redisCache.keep(key, entry);
  return { outcome, answer: given(entry, 'MISS', now()) };
};

/** Most operations have no variables, and are known by their own key. */
const keyOf = (operation: string, variables: Ask['variables']): string =>
  Object.keys(variables).length === 0 ? operation : digest([operation, sorted(variables)]);

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');

/** Variables in one order, whatever order they were sent in. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => [name, sorted(inner)]);
};

const ageOf = ({ at }: Entry, now: number): number => Math.max(0, Math.floor((now - at) / 1000));
const isFresh = (entry: Entry, now: number): boolean => now - entry.at < entry.maxAge * 1000;

const given = (entry: Entry, state: State, now: number): Answer => {
  const age = ageOf(entry, now);
  const left = Math.max(0, entry.maxAge - age);
  const headers = {
    age: String(age),
    'cache-control': `public, max-age=${left}`,
    'x-cache': state,
    vary: VARY,
  };
  return { status: 200, text: entry.text, headers };
};

const labelled = (answer: Answer, state: State): Answer => ({
  ...answer,
  headers: { ...answer.headers, 'x-cache': state, vary: VARY },
});

const outcomeOf = ({ text, maxAge, tags }: Entry): Outcome => ({
  answer: { status: 200, text, headers: {} },
  policy: { maxAge, tags, changed: [], own: false, outage: false },
});
