import { LRUCache } from 'lru-cache';

type Limits = Readonly<{
  max: number;
  /** how long an entry lives that is not given a time of its own, in milliseconds */
  ttl: number;
}>;

/** A bounded cache of what ends soon. An expired entry is removed within one more lifetime, even if its place is not needed. */
export const shortLived = <Key extends object | string, Value extends object | string | boolean>({
  max,
  ttl,
}: Limits) => {
  const entries = new LRUCache<Key, Value>({ max, ttl });
  let sweptAt = performance.now();
  const sweep = (): void => {
    if (performance.now() - sweptAt < ttl) return;
    entries.purgeStale();
    sweptAt = performance.now();
  };
  return {
    get: (key: Key): Value | undefined => entries.get(key),
    /** `ms` is how long this one lives. */
    set: (key: Key, value: Value, ms = ttl): void => {
      sweep();
      entries.set(key, value, { ttl: ms });
    },
    size: (): number => entries.size,
  };
};
