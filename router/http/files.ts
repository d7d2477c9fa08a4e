import { pipeline } from 'node:stream/promises';
import { twice } from '../../kernel/connections.ts';
import { CodedError, unavailable } from '../../kernel/errors.ts';
import { type Route, sendError } from '../../kernel/http.ts';
import { HOP_MS, type SubgraphClients } from '../subgraphs/client.http.ts';

/** Headers of a request and of an answer that go through; nothing that tells who asks or from where. */
const ASKED = ['accept', 'range', 'if-none-match', 'if-modified-since'] as const;
const ANSWERED = [
  'content-type',
  'content-length',
  'content-range',
  'content-disposition',
  'accept-ranges',
  'etag',
  'last-modified',
  'cache-control',
];

type Values = Readonly<Record<string, string | string[] | undefined>>;
const pick = (headers: Values, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])),
  );

/** Files of the subgraphs under the router's own address, streamed. */
export const fileRoutes = ({ byName }: SubgraphClients): Route[] => [
  {
    method: 'GET',
    path: /^\/files\/([a-z]+)\/([\w.~/-]+)$/,
    handle: async (request, response, [name = '', key = '']) => {
      const subgraph = byName(name);
      if (!subgraph || key.split('/').some((part) => part === '' || part === '.' || part === '..'))
        throw new CodedError('BAD_REQUEST', 'There is no such file.');
      const query = (request.url ?? '').split('?')[1];
      const path = `/files/${key}${query ? `?${query}` : ''}`;
      const asked = {
        method: 'GET',
        path,
        headers: pick(request.headers, ASKED),
        headersTimeout: HOP_MS,
        signal: closed(response),
      } as const;
      const answer = await twice(true, () => subgraph.pool.request(asked)).catch((error: unknown) => {
        throw unavailable(name, error);
      });
      if (answer.statusCode >= 500) {
        await answer.body.dump();
        return sendError(
          response,
          'SERVICE_UNAVAILABLE',
          `The ${name} service does not answer at the moment; try again.`,
        );
      }
      response.writeHead(answer.statusCode, {
        ...pick(answer.headers, ANSWERED),
        'cross-origin-resource-policy': 'cross-origin',
      });
      await pipeline(answer.body, response);
    },
  },
];

/** Stops fetching when nobody reads any more. */
const closed = (response: NodeJS.EventEmitter): AbortSignal => {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
};
