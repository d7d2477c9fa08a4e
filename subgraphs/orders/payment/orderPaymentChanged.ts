import type { OrderPaymentChangedInput } from '../../../generated/orders/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { done } from '../../../kernel/outcome.ts';
import { admitService, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { applyPaymentChange } from './paymentChange.ts';

/** For payments alone: whoever else has a service's token places no order by it. */
export const orderPaymentChanged =
  ({ orders, clock }: Pick<Ports, 'orders' | 'clock'>) =>
  async (
    viewer: Viewer,
    { orderId, paymentId, kind, amount, refundId, version, refundKey }: OrderPaymentChangedInput,
  ): Promise<{ accepted: boolean }> => {
    admitService(viewer, 'payments');
    const told = {
      kind,
      paymentId: readId('pay', paymentId),
      amount: amount ?? null,
      refundId: refundId == null ? null : readId('ref', refundId),
      version: version ?? null,
      refundKey: refundKey ?? null,
    };
    const outcome = await orders.change(readId('ord', orderId), (order) =>
      done(applyPaymentChange(order, told, clock())),
    );
    return { accepted: outcome.ok };
  };
