import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../journal/store.journal.ts';
import type { Unit } from '../journal/unit.ts';
import type { Change, Reply } from '../journal/world.ts';
import { asPaymentIntent } from '../objects/paymentIntent.ts';
import { Refused } from '../objects/refused.ts';
import type { Switchboard } from '../switches/switchboard.ts';
import { delayOf, dropOf, errorOf, isStored, type Switch } from '../switches/switches.ts';
import { authenticate, versionOf } from './auth.ts';
import { fingerprintOf, inProgress, keyOf, mustBeSame } from './idempotency.ts';
import { readForm } from './params.ts';
import { type Answer, findRoute, type Prepared } from './route.ts';
import { routes } from './routes.ts';

export type Call = Readonly<{
  requestId: string;
  method: string;
  path: string;
  form: string;
  authorization: string | undefined;
  version: string | undefined;
  idempotencyKey: string | undefined;
}>;

/** What goes over the wire; null where the connection is dropped instead. */
export type Sent = Readonly<{ status: number; body: string; headers: Readonly<Record<string, string>> }>;

type Deps = Readonly<{
  store: Store;
  switchboard: Switchboard;
  log: Log;
  unit(requestId: string, key: string | null): Unit;
}>;
type Keyed = Readonly<{ key: string; fingerprint: string }>;

/** Stripe's API: who asks, what for, whether it was asked before, and then the call itself. */
export const apiOf = (deps: Deps): ((call: Call) => Promise<Sent | null>) => {
  const busy = new Set<string>();

  const once = async (call: Call, prepare: () => Prepared, keyed: Keyed): Promise<Sent | null> => {
    const earlier = deps.store.world.reply.get(keyed.key);
    if (earlier) return replay(deps, call, earlier, keyed);
    if (busy.has(keyed.key)) throw inProgress(keyed.key);
    busy.add(keyed.key);
    try {
      return await perform(deps, call, prepare(), keyed);
    } finally {
      busy.delete(keyed.key);
    }
  };

  const serve = async (call: Call): Promise<Sent | null> => {
    authenticate(call.authorization);
    const version = versionOf(call.version);
    const { route, id } = findRoute(routes, call.method, call.path);
    const form = readForm(call.form);
    const key = keyOf(call.method, call.idempotencyKey);
    const prepare = () => route.prepare(form, id);
    const sent = await (key
      ? once(call, prepare, { key, fingerprint: fingerprintOf(form) })
      : perform(deps, call, prepare(), null));
    return (
      sent && {
        ...sent,
        headers: { 'stripe-version': version, ...(key ? { 'idempotency-key': key } : {}), ...sent.headers },
      }
    );
  };

  return (call) => serve(call).catch((error: unknown) => wire(call.requestId, answerTo(deps, error)));
};

const replay = async (deps: Deps, call: Call, reply: Reply, { fingerprint }: Keyed): Promise<Sent | null> => {
  mustBeSame(reply, call.path, fingerprint);
  const hits = deps.switchboard.trip(call.method, call.path);
  await wait(delayOf(hits, 'before') + delayOf(hits, 'after'));
  await deps.store.durable();
  if (dropOf(hits, 'before') || dropOf(hits, 'after')) return null;
  const { status, body, requestId } = reply;
  return {
    status,
    body,
    headers: { 'request-id': call.requestId, 'original-request': requestId, 'idempotent-replayed': 'true' },
  };
};

/** The call, with whatever the switches do to it. Effect and answer are kept in one line of the journal. */
const perform = async (
  deps: Deps,
  call: Call,
  prepared: Prepared,
  keyed: Keyed | null,
): Promise<Sent | null> => {
  const hits = deps.switchboard.trip(call.method, call.path);
  await wait(delayOf(hits, 'before'));
  if (dropOf(hits, 'before')) return null;
  const done = errorOf(hits, 'before') ? null : execute(deps, call, prepared, keyed?.key ?? null);
  const fault = errorOf(hits, 'before') ?? errorOf(hits, 'after');
  const answer = fault || !done ? injected(fault) : done.answer;
  const sent = withRetryAfter(wire(call.requestId, answer), fault);
  const keeps =
    keyed && (!fault || isStored(fault))
      ? [replyOf(call, keyed, sent, deps.unit(call.requestId, null).now)]
      : [];
  deps.store.commit([...(done?.changes ?? []), ...keeps]);
  await deps.store.durable();
  await wait(delayOf(hits, 'after'));
  return dropOf(hits, 'after') ? null : sent;
};

const withRetryAfter = (sent: Sent, fault: Extract<Switch, { do: 'error' }> | null): Sent =>
  fault?.retryAfter === undefined
    ? sent
    : { ...sent, headers: { ...sent.headers, 'retry-after': String(fault.retryAfter) } };

type Done = Readonly<{ answer: Answer; changes: readonly Change[] }>;

const execute = (deps: Deps, call: Call, prepared: Prepared, key: string | null): Done => {
  const unit = deps.unit(call.requestId, key);
  try {
    const answer = prepared(unit);
    return { answer, changes: unit.changes() };
  } catch (error) {
    return { answer: answerTo(deps, error), changes: [] };
  }
};

const replyOf = (call: Call, { key, fingerprint }: Keyed, { status, body }: Sent, at: number): Change => ({
  table: 'reply',
  id: key,
  row: { id: key, path: call.path, fingerprint, status, body, requestId: call.requestId, at },
});

/** A refusal is answered as Stripe words it, with the payment that it is about; a bug is a 500 that tells nothing. */
const answerTo = ({ store, unit, log }: Deps, error: unknown): Answer => {
  if (error instanceof Refused) {
    const about = error.intent ? store.world.payment_intent.get(error.intent) : undefined;
    const shown = about ? { payment_intent: asPaymentIntent(about, unit('', null).publicUrl) } : {};
    return { status: error.status, body: { error: { ...error.fault, ...shown } } };
  }
  log.error({ err: error }, 'a call failed');
  return injected(null);
};

const injected = (fault: Extract<Switch, { do: 'error' }> | null): Answer => ({
  status: fault?.status ?? 500,
  body: {
    error:
      fault?.status === 429
        ? { type: 'invalid_request_error', code: 'rate_limit', message: 'Request rate limit exceeded.' }
        : { type: 'api_error', message: 'An unknown error occurred' },
  },
});

const wire = (requestId: string, { status, body }: Answer): Sent => ({
  status,
  body: JSON.stringify(body),
  headers: { 'request-id': requestId, 'original-request': requestId },
});
