import { setTimeout as wait } from 'node:timers/promises';
import type { PaymentId } from '../../../kernel/ids.ts';
import { currentRequest } from '../../../kernel/request.ts';
import type { Payment } from '../payment/payment.ts';
import { markProcessing, outcomeUnknown, unchanged } from '../providerSync/change.ts';
import { changePayment, loadPayment, type SyncPorts } from '../providerSync/syncPayment.ts';
import { isAnswered, type ProviderRequest } from './providerRequest.ts';

/** Time reserved for sending the response. */
const ANSWER_MS = 500;

/**
 * What `work` returns, or null when the request's time is nearly over; then the work goes on without the request, and what comes
 * of it is written.
 */
export const untilDeadline = async <T>(work: Promise<T>, now: Date): Promise<T | null> => {
  const deadline = currentRequest()?.deadline;
  if (deadline === undefined) return work;
  const over = new AbortController();
  const late = wait(Math.max(0, deadline - ANSWER_MS - now.getTime()), null, { signal: over.signal }).catch(
    () => null,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    work.catch(() => undefined);
  }
};

/** The payment of a request that is still under way: whoever reads it sees that the bank has not answered. */
export const markInFlight = (
  ports: SyncPorts,
  { kind, paymentId, ...request }: ProviderRequest,
): Promise<Payment> =>
  isAnswered({ kind, paymentId, ...request })
    ? loadPayment(ports, paymentId)
    : markByKind(ports, kind, paymentId);

const markByKind = (ports: SyncPorts, kind: ProviderRequest['kind'], id: PaymentId): Promise<Payment> => {
  switch (kind) {
    case 'CONFIRM':
      return changePayment(ports)(id, markProcessing);
    case 'CAPTURE':
    case 'VOID':
      return changePayment(ports)(id, outcomeUnknown);
    case 'OPEN':
    case 'REFUND':
      return changePayment(ports)(id, unchanged);
    default:
      return kind satisfies never;
  }
};
