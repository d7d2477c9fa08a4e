import { foldCode, foldName, namesToFind } from './placeNames.ts';
import { REGIONS } from './regions.data.ts';

type Regions = Readonly<{
  /** What is shown, by code. */
  names: ReadonlyMap<string, string>;
  codes: ReadonlyMap<string, string>;
  /** The region that one is a part of, by code. */
  parents: ReadonlyMap<string, string>;
  find(key: string): string | undefined;
}>;

const lines = new Map(
  REGIONS.trim()
    .split('\n')
    .map((line) => [line.slice(0, 2), line] as const),
);
const parsed = new Map<string, Regions>();

const parse = (line: string): Regions => {
  const entries = line
    .split(';')
    .slice(1)
    .map((entry) => {
      const [codes = '', ...names] = entry.split('|');
      const [code = '', parent] = codes.split('<');
      return { code, parent, names };
    });
  return {
    names: new Map(entries.map(({ code, names: [shown = code] }) => [code, shown.replace(/^=/, '')])),
    codes: new Map(entries.map(({ code }) => [code.toUpperCase(), code])),
    parents: new Map(entries.flatMap(({ code, parent }) => (parent ? [[code, parent] as const] : []))),
    find: namesToFind(
      entries.map(({ code, names }) => [code, names.filter((name) => !name.startsWith('='))] as const),
    ),
  };
};

/** Parsed when a country is first asked for. */
const regionsOf = (country: string): Regions | undefined => {
  const line = lines.get(country);
  if (line && !parsed.has(country)) parsed.set(country, parse(line));
  return parsed.get(country);
};

const LONGEST = 100;

/**
 * The code of a region: what follows the country in its ISO 3166-2 code (`NY` of `US-NY`), or the code by which addresses know it
 * where ISO has none. The region is given by code, with or without the country, or by a local or English name. Undefined for
 * anything else. Repeating it changes nothing.
 */
export const readRegionCode = (country: string, text: string): string | undefined => {
  const regions = text.length > LONGEST ? undefined : regionsOf(country);
  if (!regions) return undefined;
  const code = foldCode(text);
  const short = code.startsWith(`${country}-`) ? code.slice(country.length + 1).trim() : code;
  return (
    regions.codes.get(short) ??
    regions.codes.get(code) ??
    regions.find(foldName(text)) ??
    regions.find(foldName(short))
  );
};

/** A region of a store in its present form; free text of an older record stays what it is. */
export const storedRegion = (country: string, region: string): string =>
  readRegionCode(country, region) ?? region;

/** The name of a region, or the given text if the region is not known. */
export const regionName = (country: string, region: string): string =>
  regionsOf(country)?.names.get(region) ?? region;

/** The codes of a region and of those that it is a part of, the smallest first. Text that is no code stands alone. */
export const regionAndAbove = (country: string, region: string): string[] => {
  const parent = regionsOf(country)?.parents.get(region);
  return parent === undefined ? [region] : [region, ...regionAndAbove(country, parent)];
};

/** The codes of the regions of a country, in order; empty where it has none. */
export const regionCodes = (country: string): string[] => [...(regionsOf(country)?.names.keys() ?? [])];
