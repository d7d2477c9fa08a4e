import { CodedError, unavailable } from '../../../kernel/errors.ts';
import type { PaymentId } from '../../../kernel/ids.ts';
import { isOver } from '../payment/payment.ts';
import type { Ports } from '../ports.ts';
import { executeRequest } from '../providerRequests/executeRequest.ts';
import type { ProviderPayment } from '../stripe/ports.ts';
import type { ProviderSnapshot } from './snapshot.ts';
import { inExclusiveTurn, loadPayment, syncPayment } from './syncPayment.ts';

/** Refunds or cancels a payment whose amount differs from the agreed one, completely. Safe to repeat. */
export const refundUnexpectedCharge =
  (ports: Ports) =>
  async (id: PaymentId): Promise<void> => {
    const { providerId, flag } = await loadPayment(ports, id);
    if (!providerId || flag !== 'PAYMENT_MISMATCH') return;
    await inExclusiveTurn(ports, id, () => refundOrCancel(ports, id, providerId));
  };

const refundOrCancel = async (
  { provider, alarm }: Ports,
  id: PaymentId,
  providerId: string,
): Promise<void> => {
  const snapshot = await provider.retrieve(providerId);
  if (snapshot.phase === 'canceled' || isRefunded(snapshot)) return;
  const answer =
    snapshot.phase === 'captured'
      ? await provider.refundAll(`give-back-${id}`, providerId)
      : await provider.cancel(`give-back-cancel-${id}`, providerId);
  if (answer.kind !== 'observed')
    throw new Error(`the provider has not given back what payment ${id} took: ${answer.kind}`);
  alarm('GIVEN_BACK', { paymentId: id });
};

const isRefunded = ({ captured, refunds }: ProviderSnapshot): boolean =>
  captured > 0 &&
  refunds.filter(({ status }) => status !== 'FAILED').reduce((sum, { amount }) => sum + amount, 0) >=
    captured;

/**
 * Cancels what the provider opened for a payment beside the one that counts: it did so and answered with an error that it repeats
 * under the idempotency key, so that a new key was needed. Nobody ever had the secret of these. Returns the provider's ids of all,
 * none where no key was renewed. Throws SERVICE_UNAVAILABLE until it is known which one counts. Safe to repeat.
 */
export const cancelDuplicatePayments =
  (ports: Ports) =>
  async (id: PaymentId): Promise<readonly string[]> => {
    const requestId = await ports.providerRequests.openRequestOf(id);
    const request = requestId && (await ports.providerRequests.find(requestId));
    if (!request || request.generation === 0) return [];
    const { providerId, status } = await loadPayment(ports, id);
    if (!providerId && !isOver(status)) throw unavailable('payment provider');
    const duplicates = (await ports.provider.paymentsOpenedFor(id, request.createdAt)).filter(
      (one) => one.providerId !== providerId,
    );
    for (const orphan of duplicates) await cancel(ports, id, orphan);
    return duplicates.map((one) => one.providerId);
  };

const cancel = async (
  { provider, alarm }: Ports,
  paymentId: PaymentId,
  { providerId, phase }: ProviderPayment,
): Promise<void> => {
  if (phase === 'canceled') return;
  const answer = phase === 'captured' ? null : await provider.cancel(`orphan-${providerId}`, providerId);
  if (answer?.kind === 'retry' || answer?.kind === 'unknown') throw unavailable('payment provider');
  if (answer?.kind !== 'observed') alarm('ORPHAN_NOT_CANCELED', { paymentId, providerId });
};

const STALE_MS = 60_000;

/** Completes what is left over from a lost event, a lost answer or a job that gave up. */
export const reconcile = (ports: Ports) => async (): Promise<void> => {
  const before = new Date(ports.now().getTime() - STALE_MS);
  const [requests, payments] = await Promise.all([
    ports.providerRequests.unanswered(before),
    ports.payments.dueForSync(before, ports.now()),
  ]);
  const work = [
    ...requests.map((id) => () => executeRequest(ports)(id)),
    ...payments.map((id) => () => syncPayment(ports)(id)),
  ];
  for (const one of work) await one().catch((error: unknown) => reportFailure(ports, error));
};

/** An unavailable provider raises no alarm here: its failed requests are counted elsewhere, and each is retried. */
const reportFailure = ({ alarm }: Ports, error: unknown): void => {
  if (!(error instanceof CodedError && error.code === 'SERVICE_UNAVAILABLE'))
    alarm('NOT_RECONCILED', { reason: String(error) });
};
