import type { OrderRow, PromotionRow, RedemptionRow, Snapshot } from './snapshot.ts';
import {
  byId,
  type Check,
  duplicates,
  groupBy,
  sumOf,
  unless,
  type Violation,
  violation,
} from './violation.ts';

/** Each promotion is there as it was made, counts its redemptions, and keeps its limits. */
export const limits: Check = ({ promotions, redemptions }, { promotions: made }) => {
  const rows = byId(promotions);
  const redemptionsOf = groupBy(redemptions, ({ promotionId }) => promotionId);
  return [
    ...[...made].flatMap(([id, { code, limit, limitPerCustomer }]) => {
      const row = rows.get(id);
      if (!row) return [violation('PROMOTION_LOST', code, `${id} is not there any more`)];
      const isSame = row.code === code && row.limit === limit && row.limitPerCustomer === limitPerCustomer;
      return unless(
        isSame,
        'PROMOTION_CHANGED',
        code,
        `now ${row.code}, ${row.limit}, ${row.limitPerCustomer}`,
      );
    }),
    ...promotions.flatMap((promotion) =>
      ofPromotion(
        promotion,
        (redemptionsOf.get(promotion.id) ?? []).filter(({ givenBack }) => !givenBack),
      ),
    ),
  ];
};

const ofPromotion = (
  { id, code, limit, limitPerCustomer, redeemed }: PromotionRow,
  own: readonly RedemptionRow[],
): Violation[] => {
  const name = code ?? id;
  const guests = own.filter(({ ownerId }) => ownerId === null);
  const perOwner = groupBy(
    own.filter(({ ownerId }) => ownerId !== null),
    ({ ownerId }) => ownerId ?? '',
  );
  return [
    ...unless(
      redeemed === own.length,
      'PROMOTION_COUNT',
      name,
      `${redeemed} counted, ${own.length} redeemed`,
    ),
    ...unless(limit === null || own.length <= limit, 'PROMOTION_LIMIT', name, `${own.length} of ${limit}`),
    ...[...perOwner].flatMap(([owner, theirs]) =>
      unless(
        limitPerCustomer === null || theirs.length <= limitPerCustomer,
        'PROMOTION_PER_CUSTOMER',
        name,
        `${theirs.length} by ${owner}`,
      ),
    ),
    ...unless(
      limitPerCustomer === null || guests.length === 0,
      'PROMOTION_GUEST',
      name,
      `redeemed by ${guests.length} guests, who cannot be told from each other`,
    ),
  ];
};

/** What an order took off is redeemed by it, of its buyer, until it is cancelled; and nothing else is. */
export const redemptions: Check = (snapshot) => {
  const orderOf = byId(snapshot.orders);
  const redemptionsOf = groupBy(snapshot.redemptions, ({ orderId }) => orderId);
  return [
    ...snapshot.orders.flatMap((order) => ofOrder(snapshot, order, redemptionsOf.get(order.id) ?? [])),
    ...snapshot.redemptions.flatMap(({ promotionId, orderId }) =>
      unless(
        orderOf.get(orderId)?.promotions.some((each) => each.promotionId === promotionId) ?? false,
        'REDEMPTION_UNKNOWN',
        orderId,
        `has redeemed ${promotionId}, and took nothing off for it`,
      ),
    ),
    ...duplicates(snapshot.redemptions.map(({ promotionId, orderId }) => `${promotionId} ${orderId}`)).map(
      (id) => violation('REDEMPTION_UNKNOWN', id, 'is there twice'),
    ),
  ];
};

const ofOrder = (
  { promotions }: Snapshot,
  { id, status, ownerId, discount, promotions: applied }: OrderRow,
  own: readonly RedemptionRow[],
): Violation[] => {
  const takenOff = sumOf(applied, (each) => each.discount);
  const isCancelled = status === 'CANCELLED';
  return [
    ...unless(
      discount === takenOff,
      'REDEMPTION_MISSING',
      id,
      `${discount} off, but its promotions take off ${takenOff}`,
    ),
    ...applied.flatMap(({ promotionId }) => {
      const redemption = own.find((each) => each.promotionId === promotionId);
      const isRight = redemption !== undefined && redemption.ownerId === ownerId;
      return [
        ...unless(
          isRight && promotions.some((promotion) => promotion.id === promotionId),
          'REDEMPTION_MISSING',
          id,
          `${promotionId} taken off, redeemed by ${redemption?.ownerId}`,
        ),
        ...unless(
          redemption === undefined || redemption.givenBack || !isCancelled,
          'PROMOTION_OF_CANCELLED',
          id,
          promotionId,
        ),
        ...unless(
          redemption === undefined || !redemption.givenBack || isCancelled,
          'REDEMPTION_MISSING',
          id,
          `${promotionId} was given back, and the order is ${status}`,
        ),
      ];
    }),
  ];
};
