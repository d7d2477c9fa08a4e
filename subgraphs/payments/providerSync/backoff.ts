/** Settings of a backoff: milliseconds before the second try, and the longest pause that is ours. */
const FIRST_MS = 500;
const LONGEST_MS = 2 * 60_000;
/** What a provider may ask us to wait at most. */
const LONGEST_ASKED_MS = 60 * 60_000;

/**
 * Milliseconds until a request is sent again that failed `failures` times in a row: it doubles, half of it is random, so that
 * requests that failed together do not come back together. Never less than what the provider asked for by `Retry-After`.
 */
export const backoffMs = (
  failures: number,
  retryAfterMs: number | null,
  random: () => number = Math.random,
): number => {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(
    Math.max(ceiling / 2 + (random() * ceiling) / 2, Math.min(retryAfterMs ?? 0, LONGEST_ASKED_MS)),
  );
};

/** An error by which the provider's adapter tells that it gave no answer, or refused. */
export const isOfProvider = (error: unknown): boolean => error instanceof Error && 'retryAfterMs' in error;

/** Milliseconds that an error of the provider asks to wait; null where it does not say. */
export const retryAfterOf = (error: unknown): number | null =>
  error instanceof Error && 'retryAfterMs' in error && typeof error.retryAfterMs === 'number'
    ? error.retryAfterMs
    : null;
