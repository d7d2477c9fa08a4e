import type { PrismaClient } from '../../../generated/payments/db/client.ts';
import type { PaymentId } from '../../../kernel/ids.ts';
import type { SyncTurns, Turn, TurnClaim } from './ports.ts';

type Row = { turn: number; applied_turn: number; left_ms: number };

/** Turns to look at payments, for all processes; the database's clock counts. */
export const prismaSyncTurns = (db: PrismaClient, leaseMs: number): SyncTurns => ({
  claim: async (paymentId, older) =>
    (await claim(db, paymentId, older, leaseMs)) ?? currentTurn(db, paymentId),
  end: async ({ paymentId, turn }) => {
    await db.$executeRaw`update provider_looks set applied_turn = ${turn}, leased_until = null, failures = 0, next_at = null
      where payment_id = ${paymentId} and turn = ${turn}`;
  },
  fail: async ({ paymentId, turn, failures }, pauseMs) => {
    await db.$executeRaw`update provider_looks
      set leased_until = null, failures = ${failures + 1}, next_at = clock_timestamp() + ${pauseMs} * interval '1 millisecond'
      where payment_id = ${paymentId} and turn = ${turn}`;
  },
  release: async ({ paymentId, turn }) => {
    await db.$executeRaw`update provider_looks set leased_until = null where payment_id = ${paymentId} and turn = ${turn}`;
  },
});

const claim = async (
  db: PrismaClient,
  paymentId: PaymentId,
  older: number | null,
  leaseMs: number,
): Promise<TurnClaim | null> => {
  const [row] = await db.$queryRaw<Pick<Turn, 'turn' | 'failures'>[]>`
    insert into provider_looks as look (payment_id, leased_until)
    values (${paymentId}, clock_timestamp() + ${leaseMs} * interval '1 millisecond')
    on conflict (payment_id) do update set turn = look.turn + 1, leased_until = excluded.leased_until
    where (look.leased_until is null or look.leased_until <= clock_timestamp()) and (look.next_at is null or look.next_at <= clock_timestamp())
      and (${older}::int is null or look.applied_turn <= ${older}::int)
    returning turn, failures`;
  return row ? { kind: 'claimed', turn: { paymentId, ...row } } : null;
};

const currentTurn = async (db: PrismaClient, paymentId: PaymentId): Promise<TurnClaim> => {
  const [row] = await db.$queryRaw<Row[]>`select turn, applied_turn,
      coalesce(extract(epoch from next_at - clock_timestamp()) * 1000, 0)::float as left_ms
    from provider_looks where payment_id = ${paymentId}`;
  if (row && row.left_ms > 0) return { kind: 'paused', leftMs: row.left_ms };
  return { kind: 'busy', turn: row?.turn ?? 0, applied: row?.applied_turn ?? 0 };
};
