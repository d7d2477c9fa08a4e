/** One response of the graph. The test gives the expected type of its data. */
export type Answer<Data> = Readonly<{
  status: number;
  headers: Headers;
  data: Data | null;
  errors: readonly {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; requestId?: string };
  }[];
  text: string;
}>;

/** Sends one operation to a graph. */
export const ask = async <Data>(
  url: string,
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<Answer<Data>> => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  const { data = null, errors = [] } = JSON.parse(text) as Partial<Answer<Data>>;
  return { status: response.status, headers: response.headers, data, errors, text };
};

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** The data of an operation that must succeed. */
export const must = async <Data>(
  url: string,
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<Data> => {
  return dataOf(query, await ask<Data>(url, query, variables, headers));
};

const dataOf = <Data>(query: string, { data, errors, text }: Answer<Data>): Data => {
  if (errors.length > 0 || !data) throw new Error(`${query.slice(0, 80)}: ${text.slice(0, 600)}`);
  return data;
};

const SIGN_IN =
  'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken } userErrors { code } } }';

type SignedIn = { signIn: { tokens: { accessToken: string } | null; userErrors: { code: string }[] } };

/** The headers of a signed-in user. The demo accounts need no password here. */
export const signedInAs = async (
  url: string,
  email: string,
  password = 'plexus-demo-password',
): Promise<Record<string, string>> => {
  const { signIn } = await must<SignedIn>(url, SIGN_IN, { input: { email, password } });
  if (!signIn.tokens) throw new Error(`${email}: ${JSON.stringify(signIn.userErrors)}`);
  return bearer(signIn.tokens.accessToken);
};

const LOOK_MS = 100;

/** Waits for a condition, with a deadline. */
export const until = async <T>(
  what: string,
  look: () => Promise<T | null | false | undefined>,
  within = 60_000,
  pause = () => LOOK_MS,
): Promise<T> => {
  const deadline = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`waited ${within} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pause()));
  }
};

/** How long a client retries: a crowd on a busy machine is answered late, and each client must be answered. */
const PATIENCE_MS = 100_000;

/** A refused client backs off with jitter, because a crowd that returns at once is refused again. */
const backingOff = (): (() => number) => {
  let longest = LOOK_MS;
  return () => {
    longest = Math.min(longest * 2, 10 * LOOK_MS);
    return longest * (0.5 + Math.random() / 2);
  };
};

/** Like `must`, for operations that can be repeated: retries after SERVICE_UNAVAILABLE. */
export const mustInTime = <Data>(
  url: string,
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<Data> => {
  const look = async (): Promise<Data | null> => {
    const answer = await ask<Data>(url, query, variables, headers);
    return answer.errors[0]?.extensions.code === 'SERVICE_UNAVAILABLE' ? null : dataOf(query, answer);
  };
  return until(`an answer to ${query.slice(0, 80)}`, look, PATIENCE_MS, backingOff());
};
