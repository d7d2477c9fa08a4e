import { PrismaClient } from '../../generated/orders/db/client.ts';
import { newId } from '../../kernel/ids.ts';
import { postgres } from '../../kernel/postgres.ts';
import type { OrdersEnv } from './env.ts';

type SeedEnv = Pick<OrdersEnv, 'NODE_ENV' | 'ORDERS_DATABASE_URL'>;

/** Standard VAT rates in thousandths of a percent, included in prices. Elsewhere, the buyer pays import duties. */
const VAT: Readonly<Record<string, number>> = {
  AT: 20_000,
  BE: 21_000,
  BG: 20_000,
  CY: 19_000,
  CZ: 21_000,
  DE: 19_000,
  DK: 25_000,
  EE: 24_000,
  ES: 21_000,
  FI: 25_500,
  FR: 20_000,
  GB: 20_000,
  GR: 24_000,
  HR: 25_000,
  HU: 27_000,
  IE: 23_000,
  IT: 22_000,
  LT: 21_000,
  LU: 17_000,
  LV: 21_000,
  MT: 18_000,
  NL: 21_000,
  PL: 23_000,
  PT: 23_000,
  RO: 21_000,
  SE: 25_000,
  SI: 22_000,
  SK: 23_000,
};
const NEIGHBOURS = Object.keys(VAT).filter((country) => country !== 'DE' && country !== 'GB');

const method = (
  name: string,
  price: number,
  freeFrom: number | null,
  countries: string[],
  minDays: number,
  maxDays: number,
) => ({
  id: newId('ship'),
  currency: 'EUR',
  name,
  countries,
  minDays,
  maxDays,
  price: BigInt(price),
  freeFrom: freeFrom === null ? null : BigInt(freeFrom),
});

const shippingMethods = () => [
  method('Standard', 490, 7500, ['DE'], 2, 4),
  method('Express', 1290, null, ['DE'], 1, 1),
  method('Europe', 990, 12_000, NEIGHBOURS, 3, 6),
  method('United Kingdom', 1490, null, ['GB'], 4, 8),
  method('United States', 2490, null, ['US'], 6, 12),
  method('International', 2990, null, [], 7, 21),
];

const promotions = (startsAt: Date) => [
  {
    id: newId('promo'),
    code: 'WELCOME10',
    title: '10 % off your order',
    kind: 'PERCENTAGE',
    basisPoints: 1000,
    startsAt,
  },
  {
    id: newId('promo'),
    title: 'Free shipping from €150',
    kind: 'FREE_SHIPPING',
    startsAt,
    minimum: 15_000n,
    currency: 'EUR',
  },
];

/** Starting the whole shop at once takes longer. */
const PATIENT = { maxWait: 30_000, timeout: 30_000 };

/** Inserts shipping methods, tax rates and two promotions, except in production or if any exist. Returns the number of new rows. */
export const seed = async (env: SeedEnv): Promise<number> => {
  if (env.NODE_ENV === 'production') return 0;
  const db = new PrismaClient({ adapter: postgres(env.ORDERS_DATABASE_URL) });
  try {
    return await db.$transaction(async (tx) => {
      await tx.$executeRaw`lock table shipping_methods in exclusive mode`;
      if ((await tx.shippingMethod.count()) + (await tx.promotion.count()) + (await tx.taxRate.count()) > 0)
        return 0;
      const rates = Object.entries(VAT).map(([country, rate]) => ({
        country,
        rate,
        included: true,
        onShipping: true,
      }));
      const made = [
        await tx.shippingMethod.createMany({ data: shippingMethods() }),
        await tx.taxRate.createMany({ data: rates }),
        await tx.promotion.createMany({ data: promotions(new Date()) }),
      ];
      return made.reduce((all, { count }) => all + count, 0);
    }, PATIENT);
  } finally {
    await db.$disconnect();
  }
};
