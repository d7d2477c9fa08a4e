import type { IncomingMessage } from 'node:http';
import type { Dispatcher } from 'undici';
import { twice } from '../../kernel/connections.ts';
import { unavailable } from '../../kernel/errors.ts';
import { type Route, readBody } from '../../kernel/http.ts';
import type { Subgraph, SubgraphClients } from '../subgraphs/client.http.ts';

const SUBGRAPH = 'payments';
const PATH = '/webhooks/stripe';
/** As much as payments takes. */
const MAX_BODY = 512_000;
/** The provider waits longer than this, and sends an event again that was not taken. */
const ANSWER_MS = 9_000;
const PASSED = ['content-type', 'stripe-signature', 'user-agent'] as const;

/**
 * `POST /webhooks/stripe`: hands the provider's events to payments byte for byte, with their signature, and answers what payments answers.
 * The router reads nothing of them; payments checks the signature. SERVICE_UNAVAILABLE while payments does not answer, and safe to repeat.
 */
export const webhookRoutes = ({ byName }: SubgraphClients): Route[] => [
  {
    method: 'POST',
    path: /^\/webhooks\/stripe$/,
    handle: async (request, response) => {
      const body = await readBody(request, MAX_BODY);
      const subgraph = byName(SUBGRAPH);
      if (!subgraph) throw unavailable(SUBGRAPH);
      const answer = await twice(true, () => pass(subgraph, request, body)).catch((error: unknown) => {
        throw unavailable(SUBGRAPH, error);
      });
      const type = answer.headers['content-type'];
      const headers = {
        'content-length': answer.text.length,
        'cache-control': 'no-store',
        ...(typeof type === 'string' ? { 'content-type': type } : {}),
      };
      response.writeHead(answer.status, headers).end(answer.text);
    },
  },
];

type Passed = Readonly<{ status: number; headers: Dispatcher.ResponseData['headers']; text: Buffer }>;

const pass = async ({ pool }: Subgraph, { headers }: IncomingMessage, body: Buffer): Promise<Passed> => {
  const passed = PASSED.flatMap((name) =>
    typeof headers[name] === 'string' ? [[name, headers[name]] as const] : [],
  );
  const answer = await pool.request({
    method: 'POST',
    path: PATH,
    headers: Object.fromEntries(passed),
    body,
    headersTimeout: ANSWER_MS,
    bodyTimeout: ANSWER_MS,
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: Buffer.from(await answer.body.arrayBuffer()),
  };
};
