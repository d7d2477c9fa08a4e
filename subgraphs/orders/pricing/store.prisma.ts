import type { PrismaClient, ShippingMethod as Row } from '../../../generated/orders/db/client.ts';
import { codesOf, storedCountry } from '../../../kernel/countries.ts';
import { retried } from '../../../kernel/database.ts';
import { readId } from '../../../kernel/ids.ts';
import { money } from '../../../kernel/money.ts';
import { done, refuse } from '../../../kernel/outcome.ts';
import { storedRegion } from '../../../kernel/regions.ts';
import type { CodeAttemptStore, PricingPorts, ShippingStore } from './ports.ts';
import { MAX_WRONG_CODES, WINDOW_SECONDS } from './promotionCodesCheck.ts';
import type { ShippingMethod, ShippingTerms } from './shippingMethod.ts';

export const prismaShipping = (db: PrismaClient): ShippingStore => ({
  all: async () => (await db.shippingMethod.findMany({ orderBy: { id: 'asc' } })).map(toMethod),
  create: async (id, terms) =>
    toMethod(await db.shippingMethod.create({ data: { id, ...fromTerms(terms) } })),
  update: async (id, terms, active) => {
    const data = { ...fromTerms(terms), ...(active === null ? {} : { active }) };
    const [row] = await db.shippingMethod.updateManyAndReturn({ where: { id }, data });
    return row ? done(toMethod(row)) : refuse('NOT_FOUND', 'Shipping method not found.', ['id']);
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

export const prismaTaxes = (db: PrismaClient): PricingPorts['taxes'] => ({
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

/** How many checked codes are stored per cart. */
const MAX_CHECKED_CODES = 100;
const KEPT_DAYS = 2;

/** Attempts of promotion codes, shared by all processes. A window begins with its first attempt. */
export const prismaCodeAttempts = (db: PrismaClient): CodeAttemptStore => ({
  checkedCodes: async ({ cart }) =>
    (await db.promotionCodeAttempt.findUnique({ where: { subject: cart } }))?.judged ?? [],
  count: ({ all }, codes) =>
    retried(async () => {
      const rows = await db.$queryRaw<{ tried: number }[]>`
        insert into promotion_code_attempts as t (subject, since, codes, judged)
        select subject, now(), ${[...codes]}::text[], '{}' from unnest(${[...all]}::text[]) with ordinality as s(subject, place) order by place
        on conflict (subject) do update set
          codes = case when t.since <= now() - make_interval(secs => ${WINDOW_SECONDS}) then excluded.codes
            else (array(select distinct unnest(t.codes || excluded.codes)))[1:${MAX_WRONG_CODES + 1}::int] end,
          since = case when t.since <= now() - make_interval(secs => ${WINDOW_SECONDS}) then now() else t.since end
        returning cardinality(codes) as tried`;
      return rows.every(({ tried }) => tried <= MAX_WRONG_CODES);
    }),
  recordResults: async ({ cart, all }, codes, right) => {
    for (const subject of all)
      await retried(
        () => db.$executeRaw`update promotion_code_attempts set
          codes = array(select code from unnest(codes) code where code <> all (${[...right]}::text[])),
          judged = case when subject = ${cart} then (${[...codes]}::text[] || judged)[1:${MAX_CHECKED_CODES}::int] else judged end
          where subject = ${subject}`,
      );
  },
  sweep: async () =>
    void (await db.$executeRaw`delete from promotion_code_attempts where since < now() - make_interval(days => ${KEPT_DAYS})`),
});
