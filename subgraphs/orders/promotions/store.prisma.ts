import type { Prisma, PrismaClient } from '../../../generated/orders/db/client.ts';
import { isDuplicate } from '../../../kernel/database.ts';
import type { UserId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { cutPage } from '../../../kernel/page.ts';
import type { PromotionStore } from './ports.ts';
import type { Promotion, PromotionId } from './promotion.ts';
import { fromPromotion, toPromotion } from './row.store.prisma.ts';

const promotionNotFound = () => refuse('NOT_FOUND', 'There is no such promotion.', ['id']);

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
        return refuse('ALREADY_EXISTS', 'There is a promotion with this code already.', ['code']);
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
      return refuse('INVALID', 'It ends before it begins.', ['endsAt']);
    return refuse('INVALID', `It was used ${promotion.value.redeemed} times already.`, ['limit']);
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
