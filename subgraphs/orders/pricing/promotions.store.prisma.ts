import type { Prisma, PrismaClient, Promotion as Row } from '../../../generated/orders/db/client.ts';
import { isDuplicate } from '../../../kernel/database.ts';
import { type OrderId, readId, type UserId } from '../../../kernel/ids.ts';
import { type Money, money } from '../../../kernel/money.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { cutPage } from '../../../kernel/page.ts';
import type { PromotionStore } from './ports.ts';
import type { Benefit, NewPromotion, Promotion, PromotionId } from './promotion.ts';

const promotionNotFound = () => refuse('NOT_FOUND', 'Promotion not found.', ['id']);

export const prismaPromotions = (db: PrismaClient): PromotionStore => ({
  candidates: async (codes, buyer, now) => {
    const notOver = { OR: [{ endsAt: null }, { endsAt: { gt: now } }] };
    const rows = await db.promotion.findMany({
      where: { OR: [{ code: { in: [...codes] } }, { code: null, ...notOver }] },
      orderBy: { id: 'asc' },
    });
    const used = await usedBy(
      db,
      buyer,
      rows.filter(({ limitPerCustomer }) => limitPerCustomer !== null).map(({ id }) => id),
    );
    return rows.map((row) => ({ ...toPromotion(row), redeemedByBuyer: used.get(row.id) ?? 0 }));
  },
  existingCodes: async (codes) => {
    const rows = await db.promotion.findMany({ where: { code: { in: [...codes] } }, select: { code: true } });
    return rows.flatMap(({ code }) => code ?? []);
  },
  create: async (promotion) => {
    try {
      return done(toPromotion(await db.promotion.create({ data: fromPromotion(promotion) })));
    } catch (error) {
      if (isDuplicate(error))
        return refuse('ALREADY_EXISTS', 'A promotion with this code already exists.', ['code']);
      throw error;
    }
  },
  update: async (id, terms) => {
    const fits = {
      ...(terms.limit == null ? {} : { redeemed: { lte: terms.limit } }),
      ...(terms.endsAt == null ? {} : { startsAt: { lt: terms.endsAt } }),
    };
    const { count } = await db.promotion.updateMany({ where: { id, ...fits }, data: terms });
    const promotion = await found(db, id);
    if (count > 0 || !promotion.ok) return promotion;
    if (terms.endsAt && terms.endsAt <= promotion.value.startsAt)
      return refuse('INVALID', 'endsAt must be after startsAt.', ['endsAt']);
    return refuse(
      'INVALID',
      `The promotion has been used ${promotion.value.redeemed} times. The limit cannot be lower.`,
      ['limit'],
    );
  },
  end: async (id, now) => {
    await db.$executeRaw`update promotions set ends_at = greatest(starts_at, ${now}::timestamptz)
      where id = ${id} and (ends_at is null or ends_at > ${now}::timestamptz)`;
    return found(db, id);
  },
  page: async (activeAt, { first, after }) => {
    const where = activeAt ? activeWhere(db, activeAt) : {};
    const [rows, total] = await Promise.all([
      db.promotion.findMany({
        where: { AND: [where, after ? { id: { lt: after } } : {}] },
        orderBy: { id: 'desc' },
        take: first + 1,
      }),
      db.promotion.count({ where }),
    ]);
    return cutPage(rows.map(toPromotion), first, total);
  },
});

const activeWhere = (db: PrismaClient, at: Date): Prisma.PromotionWhereInput => ({
  startsAt: { lte: at },
  AND: [
    { OR: [{ endsAt: null }, { endsAt: { gt: at } }] },
    { OR: [{ limit: null }, { redeemed: { lt: db.promotion.fields.limit } }] },
  ],
});

const found = async (db: PrismaClient, id: PromotionId): Promise<Outcome<Promotion>> => {
  const row = await db.promotion.findUnique({ where: { id } });
  return row ? done(toPromotion(row)) : promotionNotFound();
};

const usedBy = async (
  db: PrismaClient,
  buyer: UserId | null,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> => {
  if (buyer === null || ids.length === 0) return new Map();
  const where = { promotionId: { in: [...ids] }, ownerId: buyer, givenBackAt: null };
  const counts = await db.redemption.groupBy({ by: ['promotionId'], where, _count: true });
  return new Map(counts.map(({ promotionId, _count }) => [promotionId, _count]));
};

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

/** A CHECK constraint guarantees the columns of each kind. */
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

type Tx = Pick<Prisma.TransactionClient, '$executeRaw' | '$queryRaw'>;

/** Thrown to roll back the transaction: another order used the promotion's last redemption. */
export class PromotionLost extends Error {
  override readonly name = 'PromotionLost';
  readonly promotionId: PromotionId;
  constructor(promotionId: PromotionId) {
    super('promotion lost');
    this.promotionId = promotionId;
  }
}

/**
 * Redeems promotions for an order. A conditional statement decides each, and locks the promotion's row until the end of the
 * transaction, so that the customer's own count is exact too. Promotions are locked in the order of their ids to avoid deadlocks.
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

/** Gives the redemptions of a cancelled order back, once. */
export const releaseRedemptions = async (tx: Tx, orderId: OrderId): Promise<void> => {
  const released = await tx.$queryRaw<{ promotion_id: string }[]>`
    update redemptions set given_back_at = now() where order_id = ${orderId} and given_back_at is null returning promotion_id`;
  for (const { promotion_id } of released.sort((a, b) => (a.promotion_id < b.promotion_id ? -1 : 1)))
    await tx.$executeRaw`update promotions set redeemed = redeemed - 1 where id = ${promotion_id}`;
};
