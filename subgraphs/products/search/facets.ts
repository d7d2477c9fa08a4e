import { byId, type Tree } from '../catalogue/category.ts';
import { priceBands } from './priceBands.ts';
import type { SearchCriteria } from './searchCriteria.ts';
import { matches, priceFits, type Row, variantFits } from './searchRow.ts';

export type FacetValue = Readonly<{ value: string; label: string; count: number; selected: boolean }>;
export type Facet = Readonly<{ key: string; label: string; values: readonly FacetValue[] }>;

/** A value of a row in a facet: `id` is what is compared, `value` what goes into the filter, and is shown where there is no label. */
type Choice = Readonly<{ id: string; value: string; label?: string }>;

const MAX_VALUES = 100;
const STARS = [4, 3, 2, 1];

/** Counts of the rows that fit all of the filter but the facet's own part. Rows fit the query already. */
export const facetsOf = (rows: readonly Row[], criteria: SearchCriteria, tree: Tree): Facet[] =>
  [
    categoryFacet(rows, criteria, tree),
    facet('brand', 'Brand', rows, { ...criteria, brands: null }, criteria.brands, ({ brand, foldedBrand }) =>
      brand === null || foldedBrand === null ? [] : [{ id: foldedBrand, value: brand }],
    ),
    facet('tag', 'Tag', rows, { ...criteria, tags: null }, criteria.tags, ({ tags, foldedTags }) =>
      tags.map((value, at) => ({ id: foldedTags[at] ?? '', value })),
    ),
    priceFacet(rows, criteria),
    ratingFacet(rows, criteria),
    stockFacet(rows, criteria),
    ...optionFacets(rows, criteria),
  ].filter(({ values }) => values.length > 0);

const categoryFacet = (rows: readonly Row[], criteria: SearchCriteria, tree: Tree): Facet =>
  facet('category', 'Category', rows, { ...criteria, categories: null }, criteria.categories, ({ path }) =>
    path.flatMap((id): Choice[] => {
      const category = byId(tree, id);
      return category ? [{ id, value: category.slug, label: category.name }] : [];
    }),
  );

const priceFacet = (rows: readonly Row[], criteria: SearchCriteria): Facet => {
  const currencies = [
    ...new Set(rows.flatMap(({ variants }) => variants.map(({ currency }) => currency))),
  ].sort();
  const bands = currencies.flatMap(priceBands).map((band) => ({ ...band, id: band.value }));
  const [own, others] = [criteria.price, { ...criteria, price: null }];
  const chosen = bands.filter(
    ({ bounds: b }) => own && b.currency === own.currency && b.min === (own.min ?? 0) && b.max === own.max,
  );
  const counted = count(fitting(rows, others), ({ variants }) => {
    const reachable = variants.filter((variant) => variantFits(variant, others));
    return bands.filter(({ bounds }) => reachable.some((variant) => priceFits(variant, bounds)));
  });
  const [ids, selected] = [bands, chosen].map((some) => some.map(({ id }) => id));
  return { key: 'price', label: 'Price', values: inOrder(ids ?? [], counted, selected ?? []) };
};

const ratingFacet = (rows: readonly Row[], criteria: SearchCriteria): Facet => {
  const counted = count(fitting(rows, { ...criteria, ratingMin: null }), ({ stars }) =>
    STARS.filter((least) => stars >= least).map((least) => ({
      id: `${least}`,
      value: `${least}`,
      label: `${least} stars and more`,
    })),
  );
  return {
    key: 'rating',
    label: 'Rating',
    values: inOrder(STARS.map(String), counted, [String(criteria.ratingMin)]),
  };
};

const stockFacet = (rows: readonly Row[], criteria: SearchCriteria): Facet => {
  const counted = count(fitting(rows, { ...criteria, inStock: null }), ({ inStock }) => [
    { id: `${inStock}`, value: `${inStock}`, label: inStock ? 'In stock' : 'Out of stock' },
  ]);
  return {
    key: 'in-stock',
    label: 'Availability',
    values: inOrder(['true', 'false'], counted, [String(criteria.inStock)]),
  };
};

/** One facet for each option that occurs, in the order of how often. */
const optionFacets = (rows: readonly Row[], criteria: SearchCriteria): Facet[] => {
  const names = count(rows, ({ options }) => options.map(({ name, field }) => ({ id: field, value: name })));
  return [...names.values()].sort(byCount).map(({ id, value: name }) => {
    const others = { ...criteria, options: new Map([...criteria.options].filter(([field]) => field !== id)) };
    return facet(`option:${name}`, name, rows, others, criteria.options.get(id) ?? null, (row) =>
      reachable(row, id, others),
    );
  });
};

/** The values of an option that a row has in a variant that fits the rest. */
const reachable = ({ options, variants }: Row, option: string, others: SearchCriteria): readonly Choice[] => {
  const values = options.filter(({ field }) => field === option).flatMap((own) => own.values);
  if (others.options.size === 0 && others.price === null) return values;
  const there = new Set(
    variants.filter((variant) => variantFits(variant, others)).map((variant) => variant.options[option]),
  );
  return values.filter(({ id }) => there.has(id));
};

const facet = (
  key: string,
  label: string,
  rows: readonly Row[],
  others: SearchCriteria,
  chosen: readonly string[] | null,
  choicesOf: (row: Row) => readonly Choice[],
): Facet => {
  const counted = count(fitting(rows, others), choicesOf);
  const missing = (chosen ?? []).filter((id) => !counted.has(id));
  for (const [id, choice] of count(rows, choicesOf))
    if (missing.includes(id)) counted.set(id, { ...choice, count: 0 });
  const values = [...counted.values()].sort(byCount);
  const shown = values.filter(({ id }, i) => i < MAX_VALUES || chosen?.includes(id));
  return {
    key,
    label,
    values: shown.map(({ id, value, label: text, count: found }) => ({
      value,
      label: text ?? value,
      count: found,
      selected: chosen?.includes(id) ?? false,
    })),
  };
};

type Counted = Choice & { count: number; last: number };

/** How many rows have each choice; a row counts once. */
const count = (rows: readonly Row[], choicesOf: (row: Row) => readonly Choice[]): Map<string, Counted> => {
  const counted = new Map<string, Counted>();
  rows.forEach((row, at) => {
    for (const choice of choicesOf(row)) {
      const known = counted.get(choice.id);
      if (!known) counted.set(choice.id, { ...choice, count: 1, last: at });
      else if (known.last !== at) {
        known.count++;
        known.last = at;
      }
    }
  });
  return counted;
};

const fitting = (rows: readonly Row[], criteria: SearchCriteria): Row[] =>
  rows.filter((row) => matches(row, criteria));

const byCount = (a: Counted, b: Counted): number =>
  b.count - a.count || ((a.label ?? a.value) < (b.label ?? b.value) ? -1 : 1);

const inOrder = (
  ids: readonly string[],
  counted: ReadonlyMap<string, Counted>,
  chosen: readonly string[],
): FacetValue[] =>
  ids.flatMap((id) => {
    const found = counted.get(id);
    return found
      ? [
          {
            value: found.value,
            label: found.label ?? found.value,
            count: found.count,
            selected: chosen.includes(id),
          },
        ]
      : [];
  });
