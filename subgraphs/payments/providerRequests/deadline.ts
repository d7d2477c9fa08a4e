import { setTimeout as wait } from 'node:timers/promises';
import type { PaymentId } from '../../../kernel/ids.ts';
import { currentRequest } from '../../../kernel/request.ts';
import type { Payment } from '../payment/payment.ts';
import { processing, still, unsure } from '../providerSync/change.ts';
import { type Applies, change, mustFind } from '../providerSync/syncPayment.ts';
import { type Call, isAnswered } from './providerRequest.ts';

/** Left of a request's time, for its answer. */
const ANSWER_MS = 500;

/**
 * What `work` returns, or null when the request's time is nearly over; then the work goes on without the request, and what comes
 * of it is written.
 */
export const inTime = async <T>(work: Promise<T>, now: Date): Promise<T | null> => {
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

/** The payment of a call that is still under way: whoever reads it sees that the bank has not answered. */
export const leftUnderWay = (ports: Applies, { kind, paymentId, ...call }: Call): Promise<Payment> =>
  isAnswered({ kind, paymentId, ...call }) ? mustFind(ports, paymentId) : marked(ports, kind, paymentId);

const marked = (ports: Applies, kind: Call['kind'], id: PaymentId): Promise<Payment> => {
  switch (kind) {
    case 'CONFIRM':
      return change(ports)(id, processing);
    case 'CAPTURE':
    case 'VOID':
      return change(ports)(id, unsure);
    case 'OPEN':
    case 'REFUND':
      return change(ports)(id, still);
    default:
      return kind satisfies never;
  }
};
