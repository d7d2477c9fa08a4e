const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;
/** A program that ran this long after it was ready is well; one that ends sooner waits longer each time. */
export const STABLE_MS = 60_000;

/**
 * How long to wait before each start of a program that ends again and again: half a second, then twice as long each time,
 * up to half a minute. A program that ran for `stableMs` begins with half a second anew.
 */
export const backoff = (stableMs = STABLE_MS) => {
  let delayMs = SHORTEST_MS;
  /** The delay in milliseconds before the next start, given for how long the program was ready, in milliseconds. */
  return (readyForMs: number): number => {
    const now = readyForMs >= stableMs ? SHORTEST_MS : delayMs;
    delayMs = Math.min(now * 2, LONGEST_MS);
    return now;
  };
};
