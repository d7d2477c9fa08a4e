import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import { codesOf } from '../../../kernel/countries.ts';
import { storedRegion } from '../../../kernel/regions.ts';
import type { Ports } from '../ports.ts';

export const prismaTaxes = (db: PrismaClient): Ports['taxes'] => ({
  of: async (country) => {
    if (country === null) return [];
    const rows = await db.taxRate.findMany({ where: { country: { in: codesOf(country) } } });
    return rows.map(({ region, category, ...rest }) => ({
      ...rest,
      country,
      region: region === '' ? null : storedRegion(country, region),
      category: category || null,
    }));
  },
});
