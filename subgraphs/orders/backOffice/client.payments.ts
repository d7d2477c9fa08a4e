import { PaymentAudit } from '../../../generated/orders/peers.payments.ts';
import { readId } from '../../../kernel/ids.ts';
import type { Peer } from '../../../kernel/peer.ts';
import { auditPage } from './discrepancy.ts';
import type { BackOfficePorts } from './ports.ts';

export const httpPaymentAudit =
  (payments: Peer): BackOfficePorts['peerAudits']['payments'] =>
  async (after, first) => {
    const { paymentAudit } = await payments.call(PaymentAudit, { after, first });
    const orderOf = new Map(paymentAudit.payments.map(({ id, orderId }) => [id, readId('ord', orderId)]));
    const page = auditPage(paymentAudit);
    return {
      ...page,
      faults: page.faults.map((fault) => ({ ...fault, orderId: orderOf.get(fault.subject) ?? null })),
      charges: paymentAudit.payments.map(({ id, orderId, captured, refunded }) => ({
        id: readId('pay', id),
        orderId: readId('ord', orderId),
        captured,
        refunded,
      })),
    };
  };
