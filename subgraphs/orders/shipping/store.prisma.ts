import type { PrismaClient, ShippingMethod as Row } from '../../../generated/orders/db/client.ts';
import { storedCountry } from '../../../kernel/countries.ts';
import { readId } from '../../../kernel/ids.ts';
import { money } from '../../../kernel/money.ts';
import { done, refuse } from '../../../kernel/outcome.ts';
import type { ShippingStore } from './ports.ts';
import type { ShippingMethod, ShippingTerms } from './shippingMethod.ts';

export const prismaShipping = (db: PrismaClient): ShippingStore => ({
  all: async () => (await db.shippingMethod.findMany({ orderBy: { id: 'asc' } })).map(toMethod),
  create: async (id, terms) =>
    toMethod(await db.shippingMethod.create({ data: { id, ...fromTerms(terms) } })),
  update: async (id, terms, active) => {
    const data = { ...fromTerms(terms), ...(active === null ? {} : { active }) };
    const [row] = await db.shippingMethod.updateManyAndReturn({ where: { id }, data });
    return row ? done(toMethod(row)) : refuse('NOT_FOUND', 'There is no such shipping method.', ['id']);
  },
});

const toMethod = ({ id, price, freeFrom, currency, countries, ...rest }: Row): ShippingMethod => ({
  ...rest,
  countries: [...new Set(countries.map(storedCountry))],
  id: readId('ship', id),
  price: money(Number(price), currency),
  freeFrom: freeFrom === null ? null : money(Number(freeFrom), currency),
});

const fromTerms = ({ price, freeFrom, countries, ...rest }: ShippingTerms) => ({
  ...rest,
  countries: [...countries],
  price: BigInt(price.amount),
  freeFrom: freeFrom && BigInt(freeFrom.amount),
  currency: price.currency,
});
