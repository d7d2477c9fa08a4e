import type { Outcome, Recorder } from './checker/history.ts';

type Refused = Readonly<{ userErrors?: readonly Readonly<{ code: string }>[] | undefined }>;
export type Result<T> = Readonly<{ outcome: Outcome; payload: T | null; code: string | null }>;

const TIMEOUT_MS = 12_000;
/** Errors that say that nothing was done. An outage may come after the effect. */
const REFUSALS = new Set([
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'FORBIDDEN',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
  'UNAUTHENTICATED',
  'RATE_LIMITED',
]);

/** A client of the shop that writes down what becomes of each operation. */
export const clientOf = (url: string, recorder: Recorder) => {
  /** Sends an operation with one root field. Never throws. */
  const send = async <T extends Refused>(
    kind: string,
    query: string,
    variables: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Result<T>> => {
    const result = await attempt<T>(url, query, variables, headers);
    recorder.count(kind, result.outcome, result.code);
    if (result.outcome === 'failed' && result.code === 'INTERNAL_SERVER_ERROR')
      recorder.note(`${kind}: INTERNAL_SERVER_ERROR`);
    return result;
  };
  return { url, send };
};
export type Client = ReturnType<typeof clientOf>;

const attempt = async <T extends Refused>(
  url: string,
  query: string,
  variables: object,
  headers: Readonly<Record<string, string>>,
): Promise<Result<T>> => {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { data, errors = [] } = (await response.json()) as {
      data?: Record<string, T | null> | null;
      errors?: { extensions?: { code?: string } }[];
    };
    const [payload = null] = Object.values(data ?? {});
    const code = errors[0]?.extensions?.code ?? payload?.userErrors?.[0]?.code ?? null;
    if (errors.length > 0)
      return { outcome: code && REFUSALS.has(code) ? 'refused' : 'failed', payload, code };
    return { outcome: code ? 'refused' : 'acknowledged', payload, code };
  } catch (error) {
    return { outcome: 'failed', payload: null, code: error instanceof Error ? error.name : null };
  }
};
