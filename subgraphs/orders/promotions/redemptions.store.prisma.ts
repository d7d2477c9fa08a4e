import type { Prisma } from '../../../generated/orders/db/client.ts';
import type { OrderId, UserId } from '../../../kernel/ids.ts';
import type { PromotionId } from './promotion.ts';

type Tx = Pick<Prisma.TransactionClient, '$executeRaw' | '$queryRaw'>;

/** Thrown to undo the transaction: somebody else was faster to use the promotion. */
export class PromotionLost extends Error {
  override readonly name = 'PromotionLost';
  readonly promotionId: PromotionId;
  constructor(promotionId: PromotionId) {
    super('promotion lost');
    this.promotionId = promotionId;
  }
}

/**
 * Uses promotions for an order. One conditional statement decides each; it holds the promotion's row until the end of the
 * transaction, so that the customer's own count behind it is exact too. Always in the order of ids, so that two never wait for each other.
 */
export const redeem = async (
  tx: Tx,
  orderId: OrderId,
  owner: UserId | null,
  ids: readonly PromotionId[],
): Promise<void> => {
  for (const id of [...ids].sort()) {
    const used = await tx.$executeRaw`update promotions set redeemed = redeemed + 1
      where id = ${id} and ("limit" is null or redeemed < "limit") and starts_at <= now() and (ends_at is null or ends_at > now())`;
    if (used === 0 || (await countRedemption(tx, id, orderId, owner)) === 0) throw new PromotionLost(id);
  }
};

const countRedemption = (
  tx: Tx,
  id: PromotionId,
  orderId: OrderId,
  owner: UserId | null,
): PromiseLike<number> => tx.$executeRaw`
  insert into redemptions (promotion_id, order_id, owner_id)
  select id, ${orderId}, ${owner} from promotions
  where id = ${id} and (limit_per_customer is null
    or limit_per_customer > (select count(*) from redemptions where promotion_id = ${id} and owner_id = ${owner} and given_back_at is null))`;

/** What a cancelled order has used is free again, once. */
export const releaseRedemptions = async (tx: Tx, orderId: OrderId): Promise<void> => {
  const given = await tx.$queryRaw<{ promotion_id: string }[]>`
    update redemptions set given_back_at = now() where order_id = ${orderId} and given_back_at is null returning promotion_id`;
  for (const { promotion_id } of given.sort((a, b) => (a.promotion_id < b.promotion_id ? -1 : 1)))
    await tx.$executeRaw`update promotions set redeemed = redeemed - 1 where id = ${promotion_id}`;
};
