import type { PaymentId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import { mustFind } from './apply.ts';
import type { Sighting } from './sighting.ts';
import { inOwnTurn } from './turn.ts';

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
