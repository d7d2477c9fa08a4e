import { setTimeout as wait } from 'node:timers/promises';
import { failpoint } from '../../../kernel/failpoint.ts';
import { currentRequest, withRequest } from '../../../kernel/request.ts';
import type { Payment } from '../payment/payment.ts';
import type { Ports } from '../ports.ts';
import { backoffMs } from '../providerSync/backoff.ts';
import { openRefused, outcomeUnknown, refundRefused, unchanged } from '../providerSync/change.ts';
import {
  changePayment,
  loadPayment,
  type SyncPorts,
  saveSnapshot,
  syncPayment,
} from '../providerSync/syncPayment.ts';
import type { Provider, ProviderResult } from '../stripe/ports.ts';
import { markInFlight, untilDeadline } from './deadline.ts';
import {
  idempotencyKeyOf,
  isAnswered,
  isObsolete,
  type ProviderRequest,
  type ProviderRequestId,
} from './providerRequest.ts';

const WAIT_MS = 3_000;
const POLL_MS = 100;
const QUICK_RETRY_MS = 1_000;

type ExecutePorts = SyncPorts & Pick<Ports, 'providerRequests'>;
export type Executed = Readonly<{ request: ProviderRequest; payment: Payment }>;

/** Requests that this process is executing. Concurrent callers wait for the same result. */
const inFlight = new WeakMap<ExecutePorts['providerRequests'], Map<ProviderRequestId, Promise<Executed>>>();

const inFlightIn = ({ providerRequests }: ExecutePorts): Map<ProviderRequestId, Promise<Executed>> => {
  const running = inFlight.get(providerRequests) ?? new Map<ProviderRequestId, Promise<Executed>>();
  inFlight.set(providerRequests, running);
  return running;
};

/**
 * Asks the provider what was written down, and writes its result; whoever comes second waits for the first. A fault that was
 * quick to come is looked into at once, what takes longer is left to the job. Returns no later than the request's deadline; a bank's
 * result that comes later is written then.
 */
export const executeRequest =
  (ports: ExecutePorts) =>
  async (id: ProviderRequestId): Promise<Executed> => {
    const running = inFlightIn(ports);
    const work =
      running.get(id) ??
      withoutDeadline(id, () => runUntilAnswered(ports, id)).finally(() => running.delete(id));
    running.set(id, work);
    const executed = await untilDeadline(work, ports.now());
    if (executed) return executed;
    const request = await loadRequest(ports, id);
    return { request, payment: await markInFlight(ports, request) };
  };

/** A bank may take longer than the caller's deadline, and several callers may wait for the same result. */
const withoutDeadline = <T>(id: ProviderRequestId, work: () => Promise<T>): Promise<T> =>
  withRequest({ id: currentRequest()?.id ?? id, deadline: Number.POSITIVE_INFINITY }, work);

const runUntilAnswered = async (ports: ExecutePorts, id: ProviderRequestId): Promise<Executed> => {
  const patience = ports.now().getTime() + QUICK_RETRY_MS;
  let executed = await tryOnce(ports, id);
  while (
    !isAnswered(executed.request) &&
    ports.now().getTime() < patience &&
    isDueBefore(executed.request, patience)
  ) {
    await wait(Math.max(0, (executed.request.nextAt?.getTime() ?? 0) - ports.now().getTime()) + 1);
    executed = await tryOnce(ports, id);
  }
  return executed;
};

const isDueBefore = ({ nextAt }: ProviderRequest, at: number): boolean =>
  nextAt !== null && nextAt.getTime() < at;

/** Sends the request unless another process does or did. Takes over if that process dies. Does not send during a pause. */
const tryOnce = async (ports: ExecutePorts, id: ProviderRequestId): Promise<Executed> => {
  const until = ports.now().getTime() + WAIT_MS;
  for (;;) {
    const leased = await ports.providerRequests.lease(id);
    if (leased) await withLeaseExtended(ports, id, () => sendAndSave(ports, leased));
    const request = await loadRequest(ports, id);
    const isPaused = request.nextAt !== null && request.nextAt > ports.now();
    if (leased || isAnswered(request) || isPaused || ports.now().getTime() > until)
      return { request, payment: await loadPayment(ports, request.paymentId) };
    await wait(POLL_MS);
  }
};

/** Extends the lease while the work runs. It expires soon after this process has died. */
const withLeaseExtended = async (
  ports: ExecutePorts,
  id: ProviderRequestId,
  work: () => Promise<void>,
): Promise<void> => {
  const timer = setInterval(
    () => void ports.providerRequests.extend(id).catch(() => undefined),
    ports.providerRequests.extendMs,
  );
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
};

const sendAndSave = async (ports: ExecutePorts, request: ProviderRequest): Promise<void> => {
  const payment = await refreshIfUnknown(ports, request);
  if (isObsolete(request, payment, ports.now()))
    return void (await ports.payments.save(unchanged(payment), asDone(request)));
  await failpoint(`payments.${request.kind.toLowerCase()}.beforeProvider`);
  const result = await callProvider(ports.provider, request, payment);
  await failpoint(`payments.${request.kind.toLowerCase()}.afterProvider`);
  await saveResult(ports, request, payment, result);
};

const asDone = ({ id }: ProviderRequest) => ({ request: { id, state: 'DONE' as const } });

/** If the result of an earlier try is unknown, the provider may have executed it: its current state comes first. */
const refreshIfUnknown = async (
  ports: ExecutePorts,
  { state, paymentId }: ProviderRequest,
): Promise<Payment> =>
  state === 'UNKNOWN'
    ? syncPayment(ports)(paymentId).catch(() => loadPayment(ports, paymentId))
    : loadPayment(ports, paymentId);

const callProvider = async (
  provider: Provider,
  request: ProviderRequest,
  payment: Payment,
): Promise<ProviderResult> => {
  const key = idempotencyKeyOf(request);
  if (request.kind === 'OPEN') return provider.open(key, payment);
  const { providerId } = payment;
  if (!providerId) return { kind: 'retry', retryAfterMs: null };
  switch (request.kind) {
    case 'CONFIRM':
      return provider.confirm(key, providerId, request);
    case 'CAPTURE':
      return provider.capture(key, providerId);
    case 'VOID':
      return provider.cancel(key, providerId);
    case 'REFUND':
      return provider.refund(key, providerId, requireRefund(payment, request));
    default:
      return request.kind satisfies never;
  }
};

const requireRefund = ({ refunds }: Payment, { refundId }: ProviderRequest) => {
  const refund = refunds.find(({ id }) => id === refundId);
  if (refund) return refund;
  throw new Error(`there is no refund ${refundId}`);
};

const saveResult = async (
  ports: ExecutePorts,
  request: ProviderRequest,
  payment: Payment,
  result: ProviderResult,
): Promise<void> => {
  switch (result.kind) {
    case 'observed': {
      const { declined, message } = result;
      const extras = {
        request: {
          id: request.id,
          state: declined ? ('DECLINED' as const) : ('DONE' as const),
          code: declined,
          message,
        },
      };
      await saveSnapshot(ports)(payment, result.snapshot, extras);
      break;
    }
    case 'refused':
      await saveRefusal(ports, request, result);
      break;
    case 'retry':
    case 'unknown':
      await scheduleNextTry(ports, request, result);
      break;
    default:
      result satisfies never;
  }
};

const saveRefusal = async (
  ports: ExecutePorts,
  request: ProviderRequest,
  { code, message }: Extract<ProviderResult, { kind: 'refused' }>,
): Promise<void> => {
  const extras = { request: { id: request.id, state: 'REFUSED' as const, code, message } };
  const { refundId } = request;
  if (request.kind === 'OPEN') await changePayment(ports)(request.paymentId, openRefused, extras);
  else if (refundId) await changePayment(ports)(request.paymentId, (p) => refundRefused(p, refundId), extras);
  else await syncPayment(ports)(request.paymentId, extras);
};

const scheduleNextTry = async (
  ports: ExecutePorts,
  request: ProviderRequest,
  result: Extract<ProviderResult, { kind: 'retry' | 'unknown' }>,
): Promise<void> => {
  const mayHaveHappened = result.kind === 'unknown';
  if (request.kind !== 'REFUND' && (mayHaveHappened || request.kind === 'CONFIRM'))
    await changePayment(ports)(request.paymentId, outcomeUnknown);
  const renew = result.kind === 'unknown' && result.replayed;
  await ports.providerRequests.postpone(request, {
    unsure: mayHaveHappened,
    renew,
    pauseMs: backoffMs(request.tries + 1, result.retryAfterMs),
  });
};

const loadRequest = async (
  { providerRequests }: ExecutePorts,
  id: ProviderRequestId,
): Promise<ProviderRequest> => {
  const request = await providerRequests.find(id);
  if (request) return request;
  throw new Error(`there is no request ${id}`);
};
