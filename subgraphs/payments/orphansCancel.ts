import { unavailable } from '../../kernel/errors.ts';
import type { PaymentId } from '../../kernel/ids.ts';
import type { Ports } from './ports.ts';
import type { ProviderPayment } from './provider/ports.ts';
import { mustFind } from './sightings/apply.ts';
import { isOver } from './status.ts';

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
