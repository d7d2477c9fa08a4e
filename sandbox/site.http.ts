import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { CodedError } from '../kernel/errors.ts';
import { readBody, sendJson } from '../kernel/http.ts';
import { type Health, notReady, type Resource } from '../kernel/lifecycle.ts';
import type { Log } from '../kernel/log.ts';
import type { Call, Sent } from './api/handle.ts';
import { bankPage } from './bank.ts';
import { paymentsPage } from './pages/payments.ts';
import { type Shown, sendPage } from './pages/send.http.ts';
import { type ControlDeps, control } from './switches/control.ts';

type Deps = ControlDeps &
  Readonly<{
    log: Log;
    health: Health;
    resources: readonly Resource[];
    newId(prefix: string): string;
    api(call: Call): Promise<Sent | null>;
  }>;

type Visit = Readonly<{
  request: IncomingMessage;
  response: ServerResponse;
  method: string;
  path: string;
  query: string;
}>;

const MAX_BODY = 1_000_000;

/** All that the sandbox answers over HTTP. */
export const siteOf =
  (deps: Deps): RequestListener =>
  (request, response) => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const visit: Visit = { request, response, method: request.method ?? 'GET', path, query };
    answer(deps, visit).catch((error: unknown) => failed(deps, visit, error));
  };

const answer = async (deps: Deps, visit: Visit): Promise<void> => {
  const { method, path, response } = visit;
  if (path.startsWith('/v1/')) return callApi(deps, visit);
  if (path.startsWith('/sandbox/')) return callControl(deps, visit);
  if (path.startsWith('/3d-secure/')) return callBank(deps, visit);
  if (method === 'GET' && path === '/') {
    return sendPage(response, {
      status: 200,
      page: paymentsPage(deps.store.world, deps.dispatcher.settings(), deps.switchboard.list().length),
    });
  }
  if (method === 'GET' && path === '/livez') return sendJson(response, 200, { status: 'live' });
  if (method === 'GET' && path === '/readyz') return ready(deps, response);
  sendJson(response, 404, {
    error: { type: 'invalid_request_error', message: 'There is nothing at this address.' },
  });
};

const callApi = async (deps: Deps, { request, response, method, path, query }: Visit): Promise<void> => {
  const requestId = deps.newId('req');
  const started = performance.now();
  const sent = await deps.api({
    requestId,
    method,
    path,
    form: method === 'POST' ? await bodyOf(request) : query,
    authorization: request.headers.authorization,
    version: one(request.headers['stripe-version']),
    idempotencyKey: one(request.headers['idempotency-key']),
  });
  deps.log.info(
    {
      request: requestId,
      method,
      path,
      status: sent?.status ?? 'dropped',
      ms: Math.round(performance.now() - started),
    },
    'api',
  );
  if (!sent) request.socket.destroy();
  else sendJson(response, sent.status, sent.body, sent.headers);
};

const callControl = async (deps: Deps, { request, response, method, path }: Visit): Promise<void> => {
  const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
  const { status, body } = await control(deps, { method, path, isJson, text: await bodyOf(request) });
  sendJson(response, status, body);
};

const callBank = async ({ store, unit }: Deps, { request, response, method, path }: Visit): Promise<void> => {
  const form = new URLSearchParams(method === 'POST' ? await bodyOf(request) : '');
  const shown: Shown = bankPage(store, unit(), { method, path, outcome: form.get('outcome') });
  await store.durable();
  sendPage(response, shown);
};

const ready = async ({ health, resources }: Deps, response: ServerResponse): Promise<void> => {
  const missing = health.draining ? ['draining'] : await notReady(resources);
  sendJson(
    response,
    missing.length ? 503 : 200,
    missing.length ? { status: 'not ready', missing } : { status: 'ready' },
  );
};

const failed = ({ log }: Deps, { response, path }: Visit, error: unknown): void => {
  if (response.headersSent) return void response.destroy();
  const tooLarge = error instanceof CodedError;
  if (!tooLarge) log.error({ err: error, path: path.split('/', 2).join('/') }, 'a request failed');
  const message = tooLarge ? error.message : 'An unknown error occurred';
  sendJson(response, tooLarge ? 413 : 500, {
    error: { type: tooLarge ? 'invalid_request_error' : 'api_error', message },
  });
};

const bodyOf = async (request: IncomingMessage): Promise<string> =>
  (await readBody(request, MAX_BODY)).toString('utf8');

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;
