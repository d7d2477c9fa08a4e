import type { Prisma, PrismaClient, ProviderCall } from '../../../generated/payments/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import { once } from '../../../kernel/idempotency.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { done, refuse } from '../../../kernel/outcome.ts';
import { allows, MAX_DECLINES, type PaymentAction } from '../payment/payment.ts';
import type { ProviderRequests, RequestInput } from './ports.ts';
import type { LeaseTimes, ProviderRequest, ProviderRequestId } from './providerRequest.ts';

const MIN_RETRY_MS = 1_000;
const BATCH = 200;
/** Until then the payment is opened anew, as a rule. */
const DUPLICATES_MS = 5_000;

type Tx = Prisma.TransactionClient;

/** Saves a request with the job that sends it if this process dies first. */
export const requestWriter =
  ({ abandonedMs: orphanedMs }: LeaseTimes) =>
  async (
    tx: Tx,
    paymentId: string,
    ask: RequestInput,
    refundId: string | null = null,
  ): Promise<ProviderRequestId> => {
    const id = newId('key');
    const { kind, method = null, customer = null, saves = false } = ask;
    await tx.providerCall.create({ data: { id, paymentId, refundId, kind, method, customer, saves } });
    await schedule(tx, id, orphanedMs);
    return id;
  };
export type WriteRequest = ReturnType<typeof requestWriter>;

/** Saves the request that voids a payment and schedules it immediately. Does nothing if the payment's status forbids it. */
export const voidWriter =
  (patience: LeaseTimes) =>
  async (tx: Tx, paymentId: string): Promise<void> => {
    const call = await oncePerPayment(tx, patience, paymentId, { kind: 'VOID' });
    if (call.ok) await schedule(tx, call.value, 0);
  };
export type WriteVoid = ReturnType<typeof voidWriter>;

const schedule = (tx: Tx | PrismaClient, callId: string, inMs: number): Promise<void> =>
  addJob(tx, 'carryOut', { callId }, { key: `call:${callId}`, runAt: new Date(Date.now() + inMs) });

/** Milliseconds until the request can be sent again: its pause is over and nobody holds the lease. */
const retryInMs = ({ nextAt, leasedUntil }: Pick<ProviderCall, 'nextAt' | 'leasedUntil'>): number =>
  Math.max(MIN_RETRY_MS, ...[nextAt, leasedUntil].map((at) => (at ? at.getTime() - Date.now() : 0)));

/** Requests to the provider, saved before they are sent. */
export const prismaProviderRequests = (db: PrismaClient, patience: LeaseTimes): ProviderRequests => ({
  claim: (paymentId, ask, claim) =>
    transactions(db)(async (tx: Tx) => {
      const write = () =>
        ask.kind === 'CONFIRM'
          ? newConfirm(tx, patience, paymentId, ask)
          : oncePerPayment(tx, patience, paymentId, ask);
      return claim ? once(tx, claim, write) : write();
    }),
  find: async (id) => {
    const row = await db.providerCall.findUnique({ where: { id } });
    return row && requestOf(row);
  },
  openRequestOf: async (paymentId) => {
    const row = await db.providerCall.findFirst({ where: { paymentId, kind: 'OPEN' } });
    return row && readId('key', row.id);
  },
  lease: async (id) => {
    const now = Date.now();
    const leased = await db.providerCall.updateManyAndReturn({
      where: {
        id,
        state: { in: ['WRITTEN', 'UNKNOWN'] },
        AND: [isUnset('leasedUntil', new Date(now)), isUnset('nextAt', new Date(now))],
      },
      data: { leasedUntil: new Date(now + patience.leaseMs) },
    });
    return leased[0] ? requestOf(leased[0]) : null;
  },
  extendMs: patience.leaseMs / 3,
  extend: async (id) => {
    const leasedUntil = new Date(Date.now() + patience.leaseMs);
    await db.providerCall.updateMany({ where: { id, leasedUntil: { not: null } }, data: { leasedUntil } });
  },
  unanswered: async (before) => {
    const state = { in: ['WRITTEN' as const, 'UNKNOWN' as const] };
    const where = { state, createdAt: { lt: before }, ...isUnset('nextAt', new Date()) };
    const rows = await db.providerCall.findMany({ where, select: { id: true }, take: BATCH });
    return rows.map(({ id }) => readId('key', id));
  },
  scheduleRetry: async (id) => {
    const row = await db.providerCall.findUnique({
      where: { id },
      select: { nextAt: true, leasedUntil: true },
    });
    if (row) await schedule(db, id, retryInMs(row));
  },
  postpone: ({ id, state, kind, paymentId }, { unsure, renew, pauseMs }) =>
    transactions(db)(async (tx: Tx) => {
      await tx.providerCall.updateMany({
        where: { id, state: { in: ['WRITTEN', 'UNKNOWN'] } },
        data: {
          state: unsure ? 'UNKNOWN' : state,
          leasedUntil: null,
          tries: { increment: 1 },
          nextAt: new Date(Date.now() + pauseMs),
          ...(renew ? { generation: { increment: 1 } } : {}),
        },
      });
      await schedule(tx, id, pauseMs);
      if (renew && kind === 'OPEN')
        await addJob(
          tx,
          'orphansCancel',
          { paymentId },
          { key: `orphans:${paymentId}`, runAt: new Date(Date.now() + DUPLICATES_MS) },
        );
    }),
});

/** The time is not set, or it has passed. */
const isUnset = (name: 'leasedUntil' | 'nextAt', now: Date) => ({
  OR: [{ [name]: null }, { [name]: { lte: now } }],
});

const ACTIONS = { CAPTURE: 'capture', VOID: 'void', CONFIRM: 'pay' } as const;

/** The payment is locked while it is decided whether it allows the call. */
const lockAndCheck = async (tx: Tx, paymentId: string, use: PaymentAction): Promise<boolean> => {
  await tx.$queryRaw`select id from payments where id = ${paymentId} for update`;
  const { status, expiresAt } = await tx.payment.findUniqueOrThrow({
    where: { id: paymentId },
    select: { status: true, expiresAt: true },
  });
  return allows(status, use) && (use !== 'pay' || expiresAt > new Date());
};

const newConfirm = async (tx: Tx, patience: LeaseTimes, paymentId: string, ask: RequestInput) => {
  const isAllowed = await lockAndCheck(tx, paymentId, 'pay');
  if (await isDeclineLimitReached(tx, paymentId))
    return refuse('RATE_LIMITED', 'Too many cards were declined. Place a new order or contact the shop.');
  if (!isAllowed)
    return refuse('PAYMENT_STATE', 'This payment cannot be paid in its current status, or it has expired.');
  return done(await requestWriter(patience)(tx, paymentId, ask));
};

/** Attempts of which the bank's answer is known, in a browser too, and those of ours that are under way. */
const isDeclineLimitReached = async (tx: Tx, paymentId: string): Promise<boolean> => {
  const [declined, waiting, unsuccessful] = await Promise.all([
    tx.attempt.count({ where: { paymentId, outcome: 'DECLINED' } }),
    tx.providerCall.count({ where: { paymentId, kind: 'CONFIRM', state: { in: ['WRITTEN', 'UNKNOWN'] } } }),
    tx.providerCall.count({ where: { paymentId, kind: 'CONFIRM', state: { not: 'DONE' } } }),
  ]);
  return Math.max(declined + waiting, unsuccessful) >= MAX_DECLINES;
};

/** There is one such request per payment; later callers get the same one. */
const oncePerPayment = async (tx: Tx, patience: LeaseTimes, paymentId: string, ask: RequestInput) => {
  const use = ask.kind === 'CAPTURE' || ask.kind === 'VOID' ? ACTIONS[ask.kind] : 'pay';
  const isAllowed = await lockAndCheck(tx, paymentId, use);
  const known = await tx.providerCall.findFirst({ where: { paymentId, kind: ask.kind } });
  if (known && (known.state !== 'REFUSED' || !isAllowed)) return done(readId('key', known.id));
  if (!isAllowed) return refuse('PAYMENT_STATE', 'The payment’s current status does not allow this.');
  if (!known) return done(await requestWriter(patience)(tx, paymentId, ask));
  await tx.providerCall.update({
    where: { id: known.id },
    data: { state: 'WRITTEN', generation: { increment: 1 }, tries: 0, nextAt: null },
  });
  await schedule(tx, known.id, patience.abandonedMs);
  return done(readId('key', known.id));
};

const requestOf = ({ id, paymentId, refundId, ...row }: ProviderCall): ProviderRequest => ({
  id: readId('key', id),
  paymentId: readId('pay', paymentId),
  refundId: refundId === null ? null : readId('ref', refundId),
  kind: row.kind,
  method: row.method,
  customer: row.customer,
  saves: row.saves,
  state: row.state,
  generation: row.generation,
  code: row.code,
  message: row.message,
  tries: row.tries,
  nextAt: row.nextAt,
  createdAt: row.createdAt,
});
