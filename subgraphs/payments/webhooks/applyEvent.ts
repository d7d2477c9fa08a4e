import { failpoint } from '../../../kernel/failpoint.ts';
import type { PaymentId } from '../../../kernel/ids.ts';
import { countWebhookEvent } from '../metrics.ts';
import type { Payment } from '../payment/payment.ts';
import type { Ports } from '../ports.ts';
import { executeRequest } from '../providerRequests/executeRequest.ts';
import { cancelDuplicatePayments } from '../providerSync/commands.ts';
import { syncPayment } from '../providerSync/syncPayment.ts';
import { FOREIGN, type InboxEvent, isRedundant, ORPHAN } from './event.ts';

/**
 * An event only says that something happened: what, is asked of the provider, so that no event can be late or forged. Of one that
 * says only what is known already nothing is asked.
 */
export const applyEvent =
  (ports: Ports) =>
  async (id: string): Promise<void> => {
    const event = await ports.events.find(id);
    if (event?.state !== 'RECEIVED') return;
    const payment = await paymentOf(ports, event);
    if (payment && isRedundant(event, payment.providerId))
      return void (await ports.events.setState(event, 'APPLIED', null));
    await failpoint('payments.event.beforeApplied');
    if (payment) return requireOpened(await syncPayment(ports)(payment.id, { event: id }));
    if (!event.paymentId) return ignoreForeign(ports, event);
    if (await isDuplicate(ports, event.paymentId, event.intentId))
      return void (await ports.events.setState(event, 'IGNORED', ORPHAN));
    if (await ports.events.setState(event, 'QUARANTINED', 'UNKNOWN_PAYMENT'))
      ports.alarm('UNKNOWN_PAYMENT', { eventId: id });
  };

/** Opened by the provider under a key that had to be renewed, and canceled now. */
const isDuplicate = async (ports: Ports, paymentId: PaymentId, intentId: string | null): Promise<boolean> =>
  intentId !== null && (await cancelDuplicatePayments(ports)(paymentId)).includes(intentId);

/** Of a payment that no Plexus made: the account is shared with something else. */
const ignoreForeign = async ({ events }: Pick<Ports, 'events'>, event: InboxEvent): Promise<void> => {
  if (await events.setState(event, 'IGNORED', FOREIGN)) countWebhookEvent('foreign');
};

/** By the provider's id. One that we do not have yet may be of a payment of which the answer was lost: then it is asked for again. */
const paymentOf = async (ports: Ports, { intentId, paymentId }: InboxEvent): Promise<Payment | null> => {
  if (!intentId) return null;
  const [known = null] = await ports.payments.byProviderId([intentId]);
  if (known || !paymentId) return known;
  const requestId = await ports.providerRequests.openRequestOf(paymentId);
  const payment = requestId && (await executeRequest(ports)(requestId)).payment;
  if (!payment || payment.providerId === intentId) return payment || null;
  if (payment.status !== 'FAILED') requireOpened(payment);
  return null;
};

/** Of a payment that the provider does not know yet nothing can be asked: the job comes again. */
const requireOpened = ({ id, providerId }: Payment): void => {
  if (!providerId) throw new Error(`payment ${id} is not opened yet`);
};
