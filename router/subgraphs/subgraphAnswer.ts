/** What a subgraph said, checked for its shape alone. */
export type SubgraphError = Readonly<{ message?: unknown; path?: unknown; extensions?: unknown }>;
export type SubgraphAnswer = Readonly<{
  data: Record<string, unknown> | null;
  errors: readonly SubgraphError[];
  cacheControl: string | null;
}>;

/** An invalid answer: not JSON, not GraphQL, or a refusal of the request itself. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
}

type Came = Readonly<{ status: number; contentType: string; cacheControl: string | null; text: string }>;

/** Reads an answer; statuses other than 200 count when GraphQL errors come with them, as for variables that a subgraph refuses. */
export const readAnswer = ({ status, contentType, cacheControl, text }: Came): SubgraphAnswer => {
  if (!contentType.includes('json')) throw new BadAnswer(`answered ${status} without JSON`);
  if (status === 401) throw new BadAnswer('refused the token of the router');
  const body = parse(text);
  const data = isRecord(body.data) ? body.data : null;
  const errors = Array.isArray(body.errors) ? body.errors.filter(isRecord) : [];
  if (!data && errors.length === 0) throw new BadAnswer(`answered ${status} without data or errors`);
  return { data, errors, cacheControl };
};

const parse = (text: string): Record<string, unknown> => {
  try {
    const body: unknown = JSON.parse(text);
    if (isRecord(body)) return body;
  } catch {
    throw new BadAnswer('answered broken JSON');
  }
  throw new BadAnswer('answered JSON that is no GraphQL answer');
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
