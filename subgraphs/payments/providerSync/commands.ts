import { CodedError, unavailable } from '../../../kernel/errors.ts';
import type { PaymentId } from '../../../kernel/ids.ts';
import { isOver } from '../payment/payment.ts';
import type { Ports } from '../ports.ts';
import { carryOut } from '../providerRequests/executeRequest.ts';
import type { ProviderPayment } from '../stripe/ports.ts';
import type { Sighting } from './snapshot.ts';
import { inOwnTurn, mustFind, settle } from './syncPayment.ts';

/** What was held or taken by a payment of another amount than agreed goes back, all of it. */
export const giveBack =
  (ports: Ports) =>
  async (id: PaymentId): Promise<void> => {
    const { providerId, flag } = await mustFind(ports, id);
    if (!providerId || flag !== 'PAYMENT_MISMATCH') return;
    await inOwnTurn(ports, id, () => returnAll(ports, id, providerId));
  };

const returnAll = async ({ provider, alarm }: Ports, id: PaymentId, providerId: string): Promise<void> => {
  const seen = await provider.look(providerId);
  if (seen.phase === 'canceled' || isRefunded(seen)) return;
  const answer =
    seen.phase === 'captured'
      ? await provider.refundAll(`give-back-${id}`, providerId)
      : await provider.cancel(`give-back-cancel-${id}`, providerId);
  if (answer.is !== 'seen')
    throw new Error(`the provider has not given back what payment ${id} took: ${answer.is}`);
  alarm('GIVEN_BACK', { paymentId: id });
};

const isRefunded = ({ captured, refunds }: Sighting): boolean =>
  captured > 0 &&
  refunds.filter(({ status }) => status !== 'FAILED').reduce((sum, { amount }) => sum + amount, 0) >=
    captured;

/**
 * Cancels what the provider opened for a payment beside the one that counts: it did so and answered with an error that it repeats
 * under the idempotency key, so that a new key was needed. Nobody ever had the secret of these. Returns the provider's ids of all,
 * none where no key was renewed. Throws SERVICE_UNAVAILABLE until it is known which one counts. Safe to repeat.
 */
export const orphansCancel =
  (ports: Ports) =>
  async (id: PaymentId): Promise<readonly string[]> => {
    const callId = await ports.calls.opening(id);
    const call = callId && (await ports.calls.find(callId));
    if (!call || call.generation === 0) return [];
    const { providerId, status } = await mustFind(ports, id);
    if (!providerId && !isOver(status)) throw unavailable('payment provider');
    const orphans = (await ports.provider.openedFor(id, call.createdAt)).filter(
      (one) => one.providerId !== providerId,
    );
    for (const orphan of orphans) await cancel(ports, id, orphan);
    return orphans.map((one) => one.providerId);
  };

const cancel = async (
  { provider, alarm }: Ports,
  paymentId: PaymentId,
  { providerId, phase }: ProviderPayment,
): Promise<void> => {
  if (phase === 'canceled') return;
  const answer = phase === 'captured' ? null : await provider.cancel(`orphan-${providerId}`, providerId);
  if (answer?.is === 'again' || answer?.is === 'unknown') throw unavailable('payment provider');
  if (answer?.is !== 'seen') alarm('ORPHAN_NOT_CANCELED', { paymentId, providerId });
};

const STALE_MS = 60_000;

/** Looks after what did not come to rest by itself: a lost event, a lost answer, a job that gave up. */
export const reconcile = (ports: Ports) => async (): Promise<void> => {
  const before = new Date(ports.now().getTime() - STALE_MS);
  const [calls, payments] = await Promise.all([
    ports.calls.unanswered(before),
    ports.payments.stale(before, ports.now()),
  ]);
  const work = [
    ...calls.map((id) => () => carryOut(ports)(id)),
    ...payments.map((id) => () => settle(ports)(id)),
  ];
  for (const one of work) await one().catch((error: unknown) => told(ports, error));
};

/** A provider that is away is no fault of a payment: its failed requests are counted, and each is sent again after a pause. */
const told = ({ alarm }: Ports, error: unknown): void => {
  if (!(error instanceof CodedError && error.code === 'SERVICE_UNAVAILABLE'))
    alarm('NOT_RECONCILED', { reason: String(error) });
};
