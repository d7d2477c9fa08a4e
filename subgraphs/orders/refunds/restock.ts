import type { OrderId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';

/** Puts what was refunded back on the shelf; the catalogue does it once for each refund. */
export const restock =
  ({ refunds, catalogue }: Pick<Ports, 'refunds' | 'catalogue'>) =>
  async (orderId: OrderId, refundId: string): Promise<void> =>
    catalogue.returnStock(orderId, await refunds.restocked(refundId), refundId);
