import { failpoint } from '../../../kernel/failpoint.ts';
import type { PaymentId } from '../../../kernel/ids.ts';
import { countWebhookEvent } from '../metrics.ts';
import type { Payment } from '../payment/payment.ts';
import type { Ports } from '../ports.ts';
import { carryOut } from '../providerRequests/executeRequest.ts';
import { orphansCancel } from '../providerSync/commands.ts';
import { settle } from '../providerSync/syncPayment.ts';
import { FOREIGN, type InboxEvent, isKnown, ORPHAN } from './event.ts';

/**
 * An event only says that something happened: what, is asked of the provider, so that no event can be late or forged. Of one that
 * says only what is known already nothing is asked.
 */
export const eventApply =
  (ports: Ports) =>
  async (id: string): Promise<void> => {
    const event = await ports.events.find(id);
    if (event?.state !== 'RECEIVED') return;
    const payment = await paymentOf(ports, event);
    if (payment && isKnown(event, payment.providerId))
      return void (await ports.events.turn(event, 'APPLIED', null));
    await failpoint('payments.event.beforeApplied');
    if (payment) return mustBeOpened(await settle(ports)(payment.id, { event: id }));
    if (!event.paymentId) return setAside(ports, event);
    if (await isOrphan(ports, event.paymentId, event.intentId))
      return void (await ports.events.turn(event, 'IGNORED', ORPHAN));
    if (await ports.events.turn(event, 'QUARANTINED', 'UNKNOWN_PAYMENT'))
      ports.alarm('UNKNOWN_PAYMENT', { eventId: id });
  };

/** Opened by the provider under a key that had to be renewed, and canceled now. */
const isOrphan = async (ports: Ports, paymentId: PaymentId, intentId: string | null): Promise<boolean> =>
  intentId !== null && (await orphansCancel(ports)(paymentId)).includes(intentId);

/** Of a payment that no Plexus made: the account is shared with something else. */
const setAside = async ({ events }: Pick<Ports, 'events'>, event: InboxEvent): Promise<void> => {
  if (await events.turn(event, 'IGNORED', FOREIGN)) countWebhookEvent('foreign');
};

/** By the provider's id. One that we do not have yet may be of a payment of which the answer was lost: then it is asked for again. */
const paymentOf = async (ports: Ports, { intentId, paymentId }: InboxEvent): Promise<Payment | null> => {
  if (!intentId) return null;
  const [known = null] = await ports.payments.byProviderId([intentId]);
  if (known || !paymentId) return known;
  const callId = await ports.calls.opening(paymentId);
  const payment = callId && (await carryOut(ports)(callId)).payment;
  if (!payment || payment.providerId === intentId) return payment || null;
  if (payment.status !== 'FAILED') mustBeOpened(payment);
  return null;
};

/** Of a payment that the provider does not know yet nothing can be asked: the job comes again. */
const mustBeOpened = ({ id, providerId }: Payment): void => {
  if (!providerId) throw new Error(`payment ${id} is not opened yet`);
};
