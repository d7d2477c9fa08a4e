import type { OrderPaymentChangedInput } from '../../../generated/orders/types.ts';
import { type OrderId, readId } from '../../../kernel/ids.ts';
import { done } from '../../../kernel/outcome.ts';
import { admitService, type Viewer } from '../../../kernel/viewer.ts';
import type { NewJob } from '../order/change.ts';
import { applyPaymentChange } from './paymentChange.ts';
import type { LifecyclePorts } from './ports.ts';

/** Applies a change of the order's payment. Only payments may call it. A late or repeated change is accepted and changes nothing. */
export const orderPaymentChanged =
  ({ orders, clock }: Pick<LifecyclePorts, 'orders' | 'clock'>) =>
  async (
    viewer: Viewer,
    { orderId, paymentId, kind, amount, refundId, version, refundKey }: OrderPaymentChangedInput,
  ): Promise<{ accepted: boolean }> => {
    admitService(viewer, 'payments');
    const change = {
      kind,
      paymentId: readId('pay', paymentId),
      amount: amount ?? null,
      refundId: refundId == null ? null : readId('ref', refundId),
      version: version ?? null,
      refundKey: refundKey ?? null,
    };
    const outcome = await orders.change(readId('ord', orderId), (order) =>
      done(applyPaymentChange(order, change, clock())),
    );
    return { accepted: outcome.ok };
  };

export const CLOSE_CART = 'orders.closeCart';
export const closeCartJob = (orderId: OrderId): NewJob => ({
  task: CLOSE_CART,
  payload: { orderId },
  key: `closeCart:${orderId}`,
});

/** Closes the cart of a placed order. Items that were added after the checkout can be ordered. Safe to repeat. */
export const closeCart =
  ({ orders, carts }: Pick<LifecyclePorts, 'orders' | 'carts'>) =>
  async (id: OrderId): Promise<void> => {
    const [order] = await orders.find([id]);
    if (!order) return;
    const { isOpen } = await carts.close(order);
    if (isOpen) await orders.releaseCart(id);
  };
