import { connections, twice } from './connections.ts';
import { CodedError, unavailable } from './errors.ts';
import type { UserId } from './ids.ts';
import type { Resource } from './lifecycle.ts';
import { isOutage } from './outage.ts';
import { currentRequest, DEADLINE_HEADER, REQUEST_ID_HEADER } from './request.ts';
import type { TokenSigner } from './tokens.ts';
import { traced, tracePlace } from './trace.ts';

/** A GraphQL document with the types of its answer and variables; `npm run generate` makes them of `peers.*.graphql`. */
export type Operation<Data, Variables> = string & { readonly __types?: (variables: Variables) => Data };

export type Peer = Resource & {
  /** Calls the other service with a service token; an outage is `SERVICE_UNAVAILABLE`, a refusal of the call itself is a bug. */
  call<Data, Variables extends object>(
    operation: Operation<Data, Variables>,
    variables: Variables,
    onBehalfOf?: UserId | null,
  ): Promise<Data>;
};

const TIMEOUT_MS = 4_000;
const CONNECTIONS = 32;

/** Another subgraph: its name (the token's audience) and the address of its graph. */
export const peer = (name: string, address: string, tokens: TokenSigner): Peer => {
  const { origin, pathname } = new URL(address);
  const pool = connections(origin, { connections: CONNECTIONS });

  const post = async (body: string, onBehalfOf: UserId | null): Promise<unknown> => {
    const request = currentRequest();
    const left = Math.min(TIMEOUT_MS, (request?.deadline ?? Number.POSITIVE_INFINITY) - Date.now());
    if (left <= 0) throw unavailable(name);
    const response = await pool.request({
      method: 'POST',
      path: pathname,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await tokens.service(name, onBehalfOf)}`,
        [DEADLINE_HEADER]: String(Date.now() + left),
        ...(request ? { [REQUEST_ID_HEADER]: request.id } : {}),
        ...tracePlace(),
      },
      body,
      signal: AbortSignal.timeout(left),
    });
    return response.body.json();
  };

  return {
    name,
    call: async (operation, variables, onBehalfOf = null) => {
      const body = JSON.stringify({ query: operation, variables });
      const send = () => twice(isQuery(operation), () => post(body, onBehalfOf));
      const answer = await traced({ name: `call ${name}`, kind: 'client' }, send).catch((error: unknown) => {
        throw isOutage(error) || isTimeout(error) ? unavailable(name, error) : error;
      });
      return readAnswer(name, answer);
    },
    ready: async () => undefined,
    close: () => pool.close(),
  };
};

const isQuery = (operation: string): boolean => operation.trimStart().startsWith('query');
const isTimeout = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');

const readAnswer = <Data>(name: string, answer: unknown): Data => {
  const { data, errors } = answer as {
    data?: Data;
    errors?: readonly { message: string; extensions?: { code?: string } }[];
  };
  const first = errors?.[0];
  if (!first && data) return data;
  if (first?.extensions?.code === 'SERVICE_UNAVAILABLE') throw unavailable(name);
  if (first?.extensions?.code === 'BAD_USER_INPUT') throw new CodedError('BAD_USER_INPUT', first.message);
  throw new Error(`${name} refused a call: ${first?.extensions?.code ?? 'no data'}: ${first?.message ?? ''}`);
};
