import { LRUCache } from 'lru-cache';

/** An answer that is kept: since it was asked for (epoch ms), for how many seconds, and of what it is made: subgraphs, products, categories. */
export type Entry = Readonly<{ text: string; at: number; maxAge: number; tags: readonly string[] }>;

/** How long an answer may stand in for subgraphs that are down. */
export const STALE_SECONDS = 3_600;
const MAX_KEPT = 2_000;
const MAX_CHARACTERS = 50_000_000;
const MAX_TAGS = 50_000;
const MAX_ENTRY = 1_000_000;

/** Answers in the process's own memory. An entry counts for nothing once a tag of it was purged after it was asked for. */
export const nearShelf = () => {
  const kept = new LRUCache<string, Entry>({
    max: MAX_KEPT,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: ({ text }) => text.length + 1,
  });
  const purgedAt = new LRUCache<string, number>({ max: MAX_TAGS });
  const stands = ({ tags, at }: Entry): boolean => tags.every((tag) => (purgedAt.get(tag) ?? 0) < at);
  return {
    get: (key: string): Entry | undefined => kept.get(key),
    /** Whether it was kept. */
    keep: (key: string, entry: Entry): boolean => {
      if (entry.text.length > MAX_ENTRY || !stands(entry)) return false;
      kept.set(key, entry);
      return true;
    },
    forget: (tags: readonly string[]): void => {
      for (const tag of tags) purgedAt.set(tag, Date.now());
      for (const [key, entry] of kept.entries()) if (!stands(entry)) kept.delete(key);
    },
    clear: (): void => kept.clear(),
  };
};
