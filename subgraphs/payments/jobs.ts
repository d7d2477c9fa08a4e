import { z } from 'zod';
import { readId } from '../../kernel/ids.ts';
import type { Tasks } from '../../kernel/jobs.ts';
import type { Ports } from './ports.ts';
import type { Days } from './privacy/privacy.ts';
import { isAnswered } from './providerRequests/providerRequest.ts';
import type { UseCases } from './useCases.ts';

const carrying = z.object({ callId: z.string() });
const applying = z.object({ eventId: z.string() });
const ofPayment = z.object({ paymentId: z.string() });
const telling = z.object({
  paymentId: z.string(),
  orderId: z.string(),
  kind: z.enum(['AUTHORIZED', 'CAPTURED', 'DECLINED', 'VOIDED', 'REFUNDED', 'REFUND_FAILED', 'DISPUTED']),
  amount: z.object({ amount: z.int(), currency: z.string() }).nullable(),
  refundId: z.string().nullable(),
  version: z.int().nullish(),
  refundKey: z.string().nullish(),
});

export const tasks = (
  use: UseCases,
  { orders, calls }: Pick<Ports, 'orders' | 'calls'>,
  kept: Days,
): Tasks => ({
  carryOut: async (payload) => {
    const callId = readId('key', carrying.parse(payload).callId);
    const { call } = await use.carryOut(callId);
    if (!isAnswered(call)) await calls.again(callId);
  },
  applyEvent: async (payload) => use.eventApply(applying.parse(payload).eventId),
  giveBack: async (payload) => use.giveBack(readId('pay', ofPayment.parse(payload).paymentId)),
  orphansCancel: async (payload) =>
    void (await use.orphansCancel(readId('pay', ofPayment.parse(payload).paymentId))),
  tellOrders: async (payload) => {
    const {
      paymentId,
      orderId,
      kind,
      amount,
      refundId,
      version = null,
      refundKey = null,
    } = telling.parse(payload);
    const news = { kind, amount, refundId: refundId === null ? null : readId('ref', refundId) };
    await orders.tell(readId('pay', paymentId), readId('ord', orderId), { ...news, version, refundKey });
  },
  reconcile: () => use.reconcile(),
  ledgerCompare: () => use.ledgerCompare(),
  cleanUp: () => use.cleanUp(kept),
});

/** Every minute, and every night; in one process. */
export const CRON = `* * * * * reconcile ?max=3&jobKey=reconcile\n17 3 * * * ledgerCompare ?max=5&jobKey=ledgerCompare\n41 4 * * * cleanUp ?max=5&jobKey=cleanUp`;
