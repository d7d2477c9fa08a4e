import type { OrderRefundInput } from '../../../generated/orders/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { readKey } from '../../../kernel/idempotency.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Order } from '../order/order.ts';
import { incrementOf } from '../pricing/chargeLimits.ts';
import { parseRequestedLines } from './fulfillment.ts';
import type { FulfillmentPorts } from './ports.ts';
import { refundOrder } from './refund.ts';

const MAX_REASON_LENGTH = 500;

/**
 * Refunds items, shipping, an amount or everything that is left of an order, and takes items back that cost nothing. The refund is
 * PENDING until the provider confirms it. Safe to repeat with the same key. Refuses with REFUND_EXCEEDS, CURRENCY_MISMATCH or INVALID.
 */
export const orderRefund =
  ({ refunds, payments }: Pick<FulfillmentPorts, 'refunds' | 'payments'>) =>
  async (viewer: Viewer, { idempotencyKey, ...input }: OrderRefundInput): Promise<Outcome<Order>> => {
    const { userId } = signedIn(viewer);
    const { lines, amount, shipping } = input;
    const id = readId('ord', input.orderId);
    const reason = input.reason.trim();
    if (reason === '' || reason.length > MAX_REASON_LENGTH)
      return refuse('INVALID', `A reason must have 1 to ${MAX_REASON_LENGTH} characters.`, ['reason']);
    if (amount && (lines || shipping))
      return refuse('INVALID', 'Enter either an amount, or items and shipping.', ['amount']);
    if (amount && amount.amount < 1) throw badInput('amount must be greater than zero.');
    const request = {
      lines: lines ? parseRequestedLines(lines) : null,
      amount: amount ?? null,
      shipping: shipping ?? false,
      restock: input.restock ?? true,
      reason,
    };
    const claim = { caller: userId, operation: 'orderRefund', key: readKey(idempotencyKey), input };
    const by = { actor: 'STAFF', actorId: userId } as const;
    const limits = await payments.limits();
    return refunds.create(id, claim, (order, context) =>
      refundOrder(
        order,
        request,
        newId('ref'),
        { ...context, increment: incrementOf(limits, order.currency) },
        by,
      ),
    );
  };
