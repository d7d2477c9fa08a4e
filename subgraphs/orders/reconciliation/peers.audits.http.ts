import { PaymentAudit } from '../../../generated/orders/peers.payments.ts';
import { StockAudit } from '../../../generated/orders/peers.products.ts';
import { isId, readId } from '../../../kernel/ids.ts';
import type { Peer } from '../../../kernel/peer.ts';
import type { Finding } from './fault.ts';
import type { ReconciliationPorts } from './ports.ts';

export const httpAudits = (products: Peer, payments: Peer): ReconciliationPorts['peerAudits'] => ({
  payments: async (after, first) => {
    const { paymentAudit } = await payments.call(PaymentAudit, { after, first });
    const orderOf = new Map(paymentAudit.payments.map(({ id, orderId }) => [id, readId('ord', orderId)]));
    const part = partOf(paymentAudit);
    return {
      ...part,
      faults: part.faults.map((fault) => ({ ...fault, orderId: orderOf.get(fault.subject) ?? null })),
      charges: paymentAudit.payments.map(({ id, orderId, captured, refunded }) => ({
        id: readId('pay', id),
        orderId: readId('ord', orderId),
        captured,
        refunded,
      })),
    };
  },
  stock: async (after, first) => {
    const { stockAudit } = await products.call(StockAudit, { after, first });
    return {
      ...partOf(stockAudit),
      held: stockAudit.held.map(({ orderId, variantId, expiresAt }) => ({
        orderId: readId('ord', orderId),
        subject: variantId,
        expiresAt: new Date(expiresAt),
      })),
    };
  },
});

type Part = Readonly<{
  checked: number;
  faults: readonly Readonly<{ kind: string; subject: string; detail: string }>[];
  next?: string | null | undefined;
}>;

const partOf = ({ checked, faults, next }: Part) => ({
  checked,
  faults: faults.map(toFault),
  next: next ?? null,
});

const toFault = ({ kind, subject, detail }: Part['faults'][number]): Finding => ({
  kind,
  subject,
  detail,
  orderId: null,
  paymentId: isId('pay', subject) ? subject : null,
});
