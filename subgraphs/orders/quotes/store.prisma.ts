import type { PrismaClient } from '../../../generated/orders/db/client.ts';
import type { Ports } from '../ports.ts';

export const prismaTaxes = (db: PrismaClient): Ports['taxes'] => ({
  of: async (country) => {
    if (country === null) return [];
    const rows = await db.taxRate.findMany({ where: { country } });
    return rows.map(({ region, category, ...rest }) => ({ ...rest, region: region || null, category: category || null }));
  },
});
