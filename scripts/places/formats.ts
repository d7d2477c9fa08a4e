import { foldName } from '../../kernel/placeNames.ts';
import type { Sources } from './sources.ts';

/** PostNord writes 114 55; the data set takes both spellings, and its examples are without the space. */
const EXAMPLES: Readonly<Record<string, string>> = { SE: '114 55,123 45,105 00' };

/** What the data set asks of all countries of which it says nothing else. */
const DEFAULT_REQUIRED = 'AC';

const words = (name: string): string => foldName(name).split(' ').sort().join(' ');

/** Whether the country is a region of another one as well, under the same code and name, as VI is of US and PF of FR. */
const isTerritory = (country: string, sources: Sources): boolean => {
  const own = sources.countries.filter(({ alpha2 }) => alpha2 === country).map(({ name }) => name);
  const names = new Set([...own, ...sources.namesIn('en', country)].map(words));
  const [us = {}] = sources.formatsOf('US');
  const place = us.sub_keys?.split('~').indexOf(country) ?? -1;
  const named = sources.subdivisions
    .filter(({ code }) => code.slice(3) === country)
    .flatMap(({ code, name }) => [name, ...sources.localNamesOf(code)]);
  return [...named, us.sub_names?.split('~')[place] ?? ''].some((name) => names.has(words(name)));
};

/** Letters of the required fields, whether regions are listed (R) or the country is itself a region (T), the prefix, examples and pattern of postal codes. */
export const formatLine = (country: string, sources: Sources): string => {
  const format = sources.formatsOf(country)[0] ?? {};
  const listed = format.sub_keys ? 'R' : isTerritory(country, sources) ? 'T' : '';
  const prefix = format.postprefix?.replace(/[^A-Z]/g, '') ?? '';
  return [
    country,
    format.require ?? DEFAULT_REQUIRED,
    listed,
    prefix,
    EXAMPLES[country] ?? format.zipex ?? '',
    format.zip ?? '',
  ].join('\t');
};
