import { setTimeout as wait } from 'node:timers/promises';
import { failpoint } from '../../../kernel/failpoint.ts';
import { currentRequest, withRequest } from '../../../kernel/request.ts';
import type { Payment } from '../payment/payment.ts';
import type { Ports } from '../ports.ts';
import { backoffMs } from '../providerSync/backoff.ts';
import { refusedToOpen, refusedToRefund, still, unsure } from '../providerSync/change.ts';
import { type Applies, apply, change, mustFind, settle } from '../providerSync/syncPayment.ts';
import type { Answer, Provider } from '../stripe/ports.ts';
import { inTime, leftUnderWay } from './deadline.ts';
import { type Call, type CallId, isAnswered, isMoot, keyOf } from './providerRequest.ts';

const WAIT_MS = 3_000;
const POLL_MS = 100;
const PATIENCE_MS = 1_000;

type Needs = Applies & Pick<Ports, 'calls'>;
export type Carried = Readonly<{ call: Call; payment: Payment }>;

/** Calls that a process is about: who wants the same one waits for the same answer. */
const processes = new WeakMap<Needs['calls'], Map<CallId, Promise<Carried>>>();

const underWayIn = ({ calls }: Needs): Map<CallId, Promise<Carried>> => {
  const underWay = processes.get(calls) ?? new Map<CallId, Promise<Carried>>();
  processes.set(calls, underWay);
  return underWay;
};

/**
 * Asks the provider what was written down, and writes its answer; whoever comes second waits for the first. A fault that was
 * quick to come is looked into at once, what takes longer is left to the job. Returns no later than the request's deadline; a bank's
 * answer that comes later is written then.
 */
export const carryOut =
  (ports: Needs) =>
  async (id: CallId): Promise<Carried> => {
    const underWay = underWayIn(ports);
    const work =
      underWay.get(id) ?? onItsOwn(id, () => carryThrough(ports, id)).finally(() => underWay.delete(id));
    underWay.set(id, work);
    const carried = await inTime(work, ports.now());
    if (carried) return carried;
    const call = await mustFindCall(ports, id);
    return { call, payment: await leftUnderWay(ports, call) };
  };

/** A bank may take longer than the request that asked it, and several requests may wait for the same answer. */
const onItsOwn = <T>(id: CallId, work: () => Promise<T>): Promise<T> =>
  withRequest({ id: currentRequest()?.id ?? id, deadline: Number.POSITIVE_INFINITY }, work);

const carryThrough = async (ports: Needs, id: CallId): Promise<Carried> => {
  const patience = ports.now().getTime() + PATIENCE_MS;
  let carried = await tryOnce(ports, id);
  while (
    !isAnswered(carried.call) &&
    ports.now().getTime() < patience &&
    isDueBefore(carried.call, patience)
  ) {
    await wait(Math.max(0, (carried.call.nextAt?.getTime() ?? 0) - ports.now().getTime()) + 1);
    carried = await tryOnce(ports, id);
  }
  return carried;
};

const isDueBefore = ({ nextAt }: Call, at: number): boolean => nextAt !== null && nextAt.getTime() < at;

/** Asks, unless another process does or has; takes its place when it dies meanwhile. During a pause nobody asks. */
const tryOnce = async (ports: Needs, id: CallId): Promise<Carried> => {
  const until = ports.now().getTime() + WAIT_MS;
  for (;;) {
    const leased = await ports.calls.lease(id);
    if (leased) await extended(ports, id, () => carry(ports, leased));
    const call = await mustFindCall(ports, id);
    const isPaused = call.nextAt !== null && call.nextAt > ports.now();
    if (leased || isAnswered(call) || isPaused || ports.now().getTime() > until)
      return { call, payment: await mustFind(ports, call.paymentId) };
    await wait(POLL_MS);
  }
};

/** The call stays ours while it is under way, and is free soon after this process has died. */
const extended = async (ports: Needs, id: CallId, work: () => Promise<void>): Promise<void> => {
  const timer = setInterval(() => void ports.calls.extend(id).catch(() => undefined), ports.calls.extendMs);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
};

const carry = async (ports: Needs, call: Call): Promise<void> => {
  const payment = await upToDate(ports, call);
  if (isMoot(call, payment, ports.now())) return void (await ports.payments.save(still(payment), done(call)));
  await failpoint(`payments.${call.kind.toLowerCase()}.beforeProvider`);
  const answer = await ask(ports.provider, call, payment);
  await failpoint(`payments.${call.kind.toLowerCase()}.afterProvider`);
  await write(ports, call, payment, answer);
};

const done = ({ id }: Call) => ({ call: { id, state: 'DONE' as const } });

/** After silence the provider may have done it: what it says now comes first. */
const upToDate = async (ports: Needs, { state, paymentId }: Call): Promise<Payment> =>
  state === 'UNKNOWN'
    ? settle(ports)(paymentId).catch(() => mustFind(ports, paymentId))
    : mustFind(ports, paymentId);

const ask = async (provider: Provider, call: Call, payment: Payment): Promise<Answer> => {
  const key = keyOf(call);
  if (call.kind === 'OPEN') return provider.open(key, payment);
  const { providerId } = payment;
  if (!providerId) return { is: 'again', retryAfterMs: null };
  switch (call.kind) {
    case 'CONFIRM':
      return provider.confirm(key, providerId, call);
    case 'CAPTURE':
      return provider.capture(key, providerId);
    case 'VOID':
      return provider.cancel(key, providerId);
    case 'REFUND':
      return provider.refund(key, providerId, mustRefund(payment, call));
    default:
      return call.kind satisfies never;
  }
};

const mustRefund = ({ refunds }: Payment, { refundId }: Call) => {
  const refund = refunds.find(({ id }) => id === refundId);
  if (refund) return refund;
  throw new Error(`there is no refund ${refundId}`);
};

const write = async (ports: Needs, call: Call, payment: Payment, answer: Answer): Promise<void> => {
  switch (answer.is) {
    case 'seen': {
      const { declined, message } = answer;
      const marks = {
        call: {
          id: call.id,
          state: declined ? ('DECLINED' as const) : ('DONE' as const),
          code: declined,
          message,
        },
      };
      await apply(ports)(payment, answer.sighting, marks);
      break;
    }
    case 'refused':
      await refused(ports, call, answer);
      break;
    case 'again':
    case 'unknown':
      await silent(ports, call, answer);
      break;
    default:
      answer satisfies never;
  }
};

const refused = async (
  ports: Needs,
  call: Call,
  { code, message }: Extract<Answer, { is: 'refused' }>,
): Promise<void> => {
  const marks = { call: { id: call.id, state: 'REFUSED' as const, code, message } };
  const { refundId } = call;
  if (call.kind === 'OPEN') await change(ports)(call.paymentId, refusedToOpen, marks);
  else if (refundId) await change(ports)(call.paymentId, (p) => refusedToRefund(p, refundId), marks);
  else await settle(ports)(call.paymentId, marks);
};

const silent = async (
  ports: Needs,
  call: Call,
  answer: Extract<Answer, { is: 'again' | 'unknown' }>,
): Promise<void> => {
  const mayHaveHappened = answer.is === 'unknown';
  if (call.kind !== 'REFUND' && (mayHaveHappened || call.kind === 'CONFIRM'))
    await change(ports)(call.paymentId, unsure);
  const renew = answer.is === 'unknown' && answer.replayed;
  await ports.calls.postpone(call, {
    unsure: mayHaveHappened,
    renew,
    pauseMs: backoffMs(call.tries + 1, answer.retryAfterMs),
  });
};

const mustFindCall = async ({ calls }: Needs, id: CallId): Promise<Call> => {
  const call = await calls.find(id);
  if (call) return call;
  throw new Error(`there is no call ${id}`);
};
