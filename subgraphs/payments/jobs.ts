import { z } from 'zod';
import { readId } from '../../kernel/ids.ts';
import type { Tasks } from '../../kernel/jobs.ts';
import { ledgerCompare } from './ledger/ledgerCompare.ts';
import type { Ports } from './ports.ts';
import { cleanUp, type RetentionDays } from './privacy/retention.ts';
import { executeRequest } from './providerRequests/executeRequest.ts';
import { isAnswered } from './providerRequests/providerRequest.ts';
import { cancelDuplicatePayments, reconcile, refundUnexpectedCharge } from './providerSync/commands.ts';
import { applyEvent } from './webhooks/applyEvent.ts';

const requestPayload = z.object({ callId: z.string() });
const eventPayload = z.object({ eventId: z.string() });
const paymentPayload = z.object({ paymentId: z.string() });
const orderNotification = z.object({
  paymentId: z.string(),
  orderId: z.string(),
  kind: z.enum(['AUTHORIZED', 'CAPTURED', 'DECLINED', 'VOIDED', 'REFUNDED', 'REFUND_FAILED', 'DISPUTED']),
  amount: z.object({ amount: z.int(), currency: z.string() }).nullable(),
  refundId: z.string().nullable(),
  version: z.int().nullish(),
  refundKey: z.string().nullish(),
});

const readPaymentId = (payload: unknown) => readId('pay', paymentPayload.parse(payload).paymentId);

/**
 * The task of each job. The identifiers and payloads are stored with waiting jobs, some of which an earlier version enqueued:
 * they stay as they are even where the code uses other names.
 */
export const tasks = (ports: Ports, retentionDays: RetentionDays): Tasks => ({
  carryOut: async (payload) => {
    const requestId = readId('key', requestPayload.parse(payload).callId);
    const { request } = await executeRequest(ports)(requestId);
    if (!isAnswered(request)) await ports.providerRequests.scheduleRetry(requestId);
  },
  applyEvent: async (payload) => applyEvent(ports)(eventPayload.parse(payload).eventId),
  giveBack: async (payload) => refundUnexpectedCharge(ports)(readPaymentId(payload)),
  orphansCancel: async (payload) => void (await cancelDuplicatePayments(ports)(readPaymentId(payload))),
  tellOrders: async (payload) => notifyOrders(ports, orderNotification.parse(payload)),
  reconcile: () => reconcile(ports)(),
  ledgerCompare: () => ledgerCompare(ports)(),
  cleanUp: () => cleanUp(ports)(retentionDays),
});

const notifyOrders = (
  { orders }: Pick<Ports, 'orders'>,
  {
    paymentId,
    orderId,
    refundId,
    version = null,
    refundKey = null,
    ...rest
  }: z.infer<typeof orderNotification>,
): Promise<void> =>
  orders.notifyPaymentChanged(readId('pay', paymentId), readId('ord', orderId), {
    ...rest,
    refundId: refundId === null ? null : readId('ref', refundId),
    version,
    refundKey,
  });

/** `reconcile` runs every minute, the others once a night (UTC); each run in one process only. */
export const CRON = `* * * * * reconcile ?max=3&jobKey=reconcile\n17 3 * * * ledgerCompare ?max=5&jobKey=ledgerCompare\n41 4 * * * cleanUp ?max=5&jobKey=cleanUp`;
