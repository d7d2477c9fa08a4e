import type { OrderPaymentChangedInput } from '../../../generated/orders/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { done } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { changeFor } from './paymentChange.ts';

export const orderPaymentChanged =
  ({ orders, clock }: Pick<Ports, 'orders' | 'clock'>) =>
  async ({ orderId, paymentId, kind, amount, refundId }: OrderPaymentChangedInput): Promise<{ accepted: boolean }> => {
    const told = {
      kind,
      paymentId: readId('pay', paymentId),
      amount: amount ?? null,
      refundId: refundId == null ? null : readId('ref', refundId),
    };
    const outcome = await orders.change(readId('ord', orderId), (order) => done(changeFor(order, told, clock())));
    return { accepted: outcome.ok };
  };
