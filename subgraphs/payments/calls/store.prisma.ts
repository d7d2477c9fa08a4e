import type { Prisma, PrismaClient, ProviderCall } from '../../../generated/payments/db/client.ts';
import { transactions } from '../../../kernel/database.ts';
import { once } from '../../../kernel/idempotency.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { addJob } from '../../../kernel/jobs.ts';
import { done, refuse } from '../../../kernel/outcome.ts';
import { allows, type Use } from '../status.ts';
import type { Call, CallId, Patience } from './call.ts';
import type { Ask, Calls } from './ports.ts';

const AGAIN_MS = 1_000;
const BATCH = 200;
/** Nobody has more cards than that; thieves try whether stolen ones work. */
const MOST_DECLINED = 10;

type Tx = Prisma.TransactionClient;

/** Writes a call with the job that asks should this process not live to do so. */
export const callWriter =
  ({ orphanedMs }: Patience) =>
  async (tx: Tx, paymentId: string, ask: Ask, refundId: string | null = null): Promise<CallId> => {
    const id = newId('key');
    const { kind, method = null, customer = null, saves = false } = ask;
    await tx.providerCall.create({ data: { id, paymentId, refundId, kind, method, customer, saves } });
    await schedule(tx, id, orphanedMs);
    return id;
  };
export type WriteCall = ReturnType<typeof callWriter>;

const schedule = (tx: Tx | PrismaClient, callId: string, inMs: number): Promise<void> =>
  addJob(tx, 'carryOut', { callId }, { key: `call:${callId}`, runAt: new Date(Date.now() + inMs) });

/** Calls to the provider, written before they are made. */
export const prismaCalls = (db: PrismaClient, patience: Patience): Calls => ({
  claim: (paymentId, ask, claim) =>
    transactions(db)(async (tx: Tx) => {
      const write = () => (ask.kind === 'CONFIRM' ? confirming(tx, patience, paymentId, ask) : single(tx, patience, paymentId, ask));
      return claim ? once(tx, claim, write) : write();
    }),
  find: async (id) => {
    const row = await db.providerCall.findUnique({ where: { id } });
    return row && callOf(row);
  },
  opening: async (paymentId) => {
    const row = await db.providerCall.findFirst({ where: { paymentId, kind: 'OPEN' } });
    return row && readId('key', row.id);
  },
  lease: async (id) => {
    const now = Date.now();
    const leased = await db.providerCall.updateManyAndReturn({
      where: { id, state: { in: ['WRITTEN', 'UNKNOWN'] }, OR: [{ leasedUntil: null }, { leasedUntil: { lt: new Date(now) } }] },
      data: { leasedUntil: new Date(now + patience.leaseMs) },
    });
    return leased[0] ? callOf(leased[0]) : null;
  },
  unanswered: async (before) => {
    const state = { in: ['WRITTEN' as const, 'UNKNOWN' as const] };
    const rows = await db.providerCall.findMany({ where: { state, createdAt: { lt: before } }, select: { id: true }, take: BATCH });
    return rows.map(({ id }) => readId('key', id));
  },
  again: (id) => schedule(db, id, AGAIN_MS),
  postpone: async ({ id, state }, { unsure, renew }) => {
    await db.providerCall.updateMany({
      where: { id, state: { in: ['WRITTEN', 'UNKNOWN'] } },
      data: {
        state: unsure ? 'UNKNOWN' : state,
        leasedUntil: null,
        ...(renew ? { generation: { increment: 1 } } : {}),
      },
    });
    await schedule(db, id, AGAIN_MS);
  },
});

const USES = { CAPTURE: 'capture', VOID: 'void', CONFIRM: 'pay' } as const;

/** The payment is locked while it is decided whether it allows the call. */
const locked = async (tx: Tx, paymentId: string, use: Use): Promise<boolean> => {
  await tx.$queryRaw`select id from payments where id = ${paymentId} for update`;
  const { status, expiresAt } = await tx.payment.findUniqueOrThrow({ where: { id: paymentId }, select: { status: true, expiresAt: true } });
  return allows(status, use) && (use !== 'pay' || expiresAt > new Date());
};

const confirming = async (tx: Tx, patience: Patience, paymentId: string, ask: Ask) => {
  if (!(await locked(tx, paymentId, 'pay')))
    return refuse('PAYMENT_STATE', 'This payment cannot be paid in its present state, or no longer.');
  if ((await tx.providerCall.count({ where: { paymentId, kind: 'CONFIRM', state: { not: 'DONE' } } })) >= MOST_DECLINED)
    return refuse('RATE_LIMITED', 'Too many cards were declined: order again, or ask the shop.');
  return done(await callWriter(patience)(tx, paymentId, ask));
};

/** There is one such call a payment: whoever comes later finds it. */
const single = async (tx: Tx, patience: Patience, paymentId: string, ask: Ask) => {
  const use = ask.kind === 'CAPTURE' || ask.kind === 'VOID' ? USES[ask.kind] : 'pay';
  const isAllowed = await locked(tx, paymentId, use);
  const known = await tx.providerCall.findFirst({ where: { paymentId, kind: ask.kind } });
  if (known && (known.state !== 'REFUSED' || !isAllowed)) return done(readId('key', known.id));
  if (!isAllowed) return refuse('PAYMENT_STATE', 'The payment is in a state that does not allow this.');
  if (!known) return done(await callWriter(patience)(tx, paymentId, ask));
  await tx.providerCall.update({ where: { id: known.id }, data: { state: 'WRITTEN', generation: { increment: 1 } } });
  await schedule(tx, known.id, patience.orphanedMs);
  return done(readId('key', known.id));
};

const callOf = ({ id, paymentId, refundId, ...row }: ProviderCall): Call => ({
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
  createdAt: row.createdAt,
});
