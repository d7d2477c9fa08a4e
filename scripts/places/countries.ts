import { foldName } from '../../kernel/placeNames.ts';
import type { Country, Sources } from './sources.ts';

/** Not in ISO 3166-1. XK is user-assigned, and post, banks and the EU use it. */
const KOSOVO: Country = { alpha2: 'XK', alpha3: 'XKX', name: 'Kosovo' };

/** In use, but in none of the sources. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  GB: ['England', 'Scotland', 'Wales', 'Northern Ireland', 'Great Britain', 'Britain', 'U.K.'],
  US: ['United States', 'USA', 'America'],
  NL: ['Holland', 'The Netherlands'],
  CZ: ['Czechia', 'Česko'],
  CI: ["Côte d'Ivoire", 'Ivory Coast'],
  TR: ['Türkiye', 'Turkey'],
  SZ: ['Swaziland'],
  MM: ['Burma'],
  CV: ['Cape Verde'],
  TL: ['East Timor'],
  MK: ['Macedonia'],
  CD: ['DR Congo', 'Congo-Kinshasa'],
  CG: ['Congo-Brazzaville'],
  IE: ['Republic of Ireland', 'Eire'],
  BA: ['Bosnia'],
  KR: ['한국'],
  VA: ['Vatican City', 'Vatican'],
  XK: ['Kosova', 'Косово'],
};

const LETTERS_OF_A_CODE = /^[a-z]{1,2}$/i;

/** The English name first, which is shown; then ISO's, then the rest in English and in the country's own languages. */
const namesOf = (sources: Sources, { alpha2, name }: Country): string[] => {
  const english = sources.namesIn('en', alpha2);
  const own = sources.languagesOf(alpha2).flatMap((language) => sources.namesIn(language, alpha2));
  const names = [english[0] ?? name, name, ...english, ...own, ...(MORE[alpha2] ?? [])];
  return names.map((one) => one.normalize('NFC').trim()).filter((one) => !LETTERS_OF_A_CODE.test(one));
};

/** Lines of alpha-2 code, alpha-3 code and names. A name that two countries bear is left out of both, unless it is shown or ISO's. */
export const countryLines = (sources: Sources): string[] => {
  const countries = [...sources.countries, KOSOVO].sort((a, b) => (a.alpha2 < b.alpha2 ? -1 : 1));
  const named = countries.map((country) => ({ country, names: namesOf(sources, country) }));
  const bearers = new Map<string, Set<string>>();
  for (const { country, names } of named)
    for (const name of names)
      bearers.set(foldName(name), (bearers.get(foldName(name)) ?? new Set()).add(country.alpha2));
  return named.map(({ country: { alpha2, alpha3, name: isoName }, names: [shown = '', ...rest] }) => {
    const seen = new Set([foldName(shown), '']);
    const others = rest.filter((name) => {
      const key = foldName(name);
      const isNew = !seen.has(key) && (bearers.get(key)?.size === 1 || name === isoName);
      seen.add(key);
      return isNew;
    });
    return [alpha2, alpha3, shown, ...others].join('|');
  });
};
