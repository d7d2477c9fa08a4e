import { foldName } from '../../kernel/placeNames.ts';
import type { Format, Sources, Subdivision } from './sources.ts';

type Region = { code: string; names: string[]; depth: number; parent?: string };

/** In use, but in none of the sources: short forms, and codes and names that the post knew before. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  'AR-C': ['CABA', 'Capital Federal'],
  'CA-NL': ['NF', 'Newfoundland'],
  'CA-QC': ['PQ'],
  'CA-YT': ['Yukon Territory'],
  'DE-NW': ['NRW'],
  'IN-DL': ['NCT of Delhi', 'New Delhi'],
  'MX-CMX': ['DF', 'Distrito Federal'],
  'NG-FC': ['Abuja', 'FCT'],
  'RU-MOS': ['Moscow Oblast'],
  'UA-32': ['Kyiv Oblast'],
};

const split = (list: string | undefined): string[] =>
  list?.split('~').map((entry) => entry.trim().normalize('NFC')) ?? [];

/** A region as addresses have it: its ISO code where there is one, else the key by which the data set knows it. */
const regionsOfFormat = (
  format: Format,
  iso: readonly Subdivision[],
  localNamesOf: Sources['localNamesOf'],
): Region[] => {
  const [keys, isoids, names, latin] = [
    format.sub_keys,
    format.sub_isoids,
    format.sub_names,
    format.sub_lnames,
  ].map(split);
  return (keys ?? []).map((key, index) => {
    const all = [names?.[index], key, latin?.[index]].filter((name): name is string => Boolean(name));
    const wanted = isoids?.[index] || key;
    const found =
      iso.find(({ code }) => code.slice(3) === wanted) ??
      iso.find((one) =>
        [one.name, ...localNamesOf(one.code)].some((name) =>
          all.concat(wanted).some((each) => foldName(each) === foldName(name)),
        ),
      );
    return { code: found?.code.slice(3) ?? wanted, names: all, depth: 0 };
  });
};

/** Names of the data set go before those of ISO, a region of the country before a part of it; what is still ambiguous is left out. */
const withoutDoubles = (regions: readonly Region[]): Region[] => {
  const bearers = new Map<string, Region[]>();
  for (const region of regions)
    for (const key of new Set(region.names.map(foldName)))
      bearers.set(key, [...(bearers.get(key) ?? []), region]);
  const bears = (region: Region, name: string): boolean => {
    const depths = (bearers.get(foldName(name)) ?? []).map(({ depth }) => depth);
    return depths.filter((depth) => depth <= region.depth).length === 1;
  };
  return regions.map((region) => {
    const [shown = region.code] = region.names;
    const seen = new Set<string>();
    const names = region.names.filter((name) => {
      const isNew = !seen.has(foldName(name)) && bears(region, name);
      seen.add(foldName(name));
      return isNew;
    });
    return { ...region, names: names.includes(shown) ? names : [`=${shown}`, ...names] };
  });
};

const merged = (country: string, sources: Sources): Region[] => {
  const iso = sources.subdivisions.filter(({ code }) => code.startsWith(`${country}-`));
  const regions = new Map<string, Region>();
  for (const region of sources
    .formatsOf(country)
    .flatMap((format) => regionsOfFormat(format, iso, sources.localNamesOf))) {
    const known = regions.get(region.code);
    regions.set(region.code, known ? { ...known, names: [...known.names, ...region.names] } : region);
  }
  const languages = ['en', ...sources.languagesOf(country)];
  for (const { code, name, parent } of iso) {
    const short = code.slice(3);
    const inLanguages = languages.flatMap(
      (language) => sources.subdivisionsIn(language)[code.replace('-', '').toLowerCase()] ?? [],
    );
    const known = regions.get(short) ?? { code: short, names: [], depth: parent === country ? 1 : 2 };
    regions.set(short, {
      ...known,
      ...(parent === country ? {} : { parent: parent.slice(3) }),
      names: [...known.names, name, ...inLanguages, ...sources.localNamesOf(code), ...(MORE[code] ?? [])].map(
        (one) => one.normalize('NFC').trim(),
      ),
    });
  }
  return [...regions.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
};

/** One line for a country: its code, then its regions, each as code and names; after `<` is the region that it is a part of. A first name after `=` is shown and not looked up. */
export const regionLine = (country: string, sources: Sources): string | null => {
  const regions = withoutDoubles(merged(country, sources));
  return regions.length === 0
    ? null
    : [
        country,
        ...regions.map(({ code, parent, names }) =>
          [parent ? `${code}<${parent}` : code, ...names].join('|'),
        ),
      ].join(';');
};
