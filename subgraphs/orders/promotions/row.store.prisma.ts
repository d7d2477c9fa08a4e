import type { Promotion as Row } from '../../../generated/orders/db/client.ts';
import { readId } from '../../../kernel/ids.ts';
import { type Money, money } from '../../../kernel/money.ts';
import type { Benefit, NewPromotion, Promotion } from './promotion.ts';

export const toPromotion = (row: Row): Promotion => ({
  id: readId('promo', row.id),
  code: row.code,
  title: row.title,
  benefit: toBenefit(row),
  minimum: toMoney(row.minimum, row.currency),
  categories: row.categories,
  startsAt: row.startsAt,
  endsAt: row.endsAt,
  limit: row.limit,
  limitPerCustomer: row.limitPerCustomer,
  redeemed: row.redeemed,
});

const toMoney = (amount: bigint | null, currency: string | null): Money | null =>
  amount === null || currency === null ? null : money(Number(amount), currency);

/** The database's own check holds each kind to its columns. */
const toBenefit = (row: Row): Benefit => {
  if (row.kind === 'PERCENTAGE') return { kind: 'PERCENTAGE', basisPoints: row.basisPoints ?? 0 };
  if (row.kind === 'FIXED_AMOUNT')
    return { kind: 'FIXED_AMOUNT', amount: money(Number(row.amount), row.currency ?? '') };
  if (row.kind === 'BUY_X_GET_Y')
    return { kind: 'BUY_X_GET_Y', buy: row.buyQuantity ?? 0, get: row.getQuantity ?? 0 };
  return { kind: 'FREE_SHIPPING' };
};

export const fromPromotion = ({ benefit, minimum, categories, ...rest }: NewPromotion) => ({
  ...rest,
  categories: [...categories],
  kind: benefit.kind,
  basisPoints: benefit.kind === 'PERCENTAGE' ? benefit.basisPoints : null,
  amount: benefit.kind === 'FIXED_AMOUNT' ? BigInt(benefit.amount.amount) : null,
  buyQuantity: benefit.kind === 'BUY_X_GET_Y' ? benefit.buy : null,
  getQuantity: benefit.kind === 'BUY_X_GET_Y' ? benefit.get : null,
  minimum: minimum && BigInt(minimum.amount),
  currency: benefit.kind === 'FIXED_AMOUNT' ? benefit.amount.currency : (minimum?.currency ?? null),
});
