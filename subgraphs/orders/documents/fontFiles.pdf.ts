import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** A font file and the code points that it is meant for. `id` names it in a document. */
export type Face = Readonly<{
  id: string;
  path: string;
  /** A variable font has a weight axis. A static one looks the same in bold. */
  isVariable: boolean;
  ranges: readonly (readonly [from: number, to: number])[];
}>;

const VARIABLE = '@fontsource-variable';
/** Which font family writes Han characters, by the country that the invoice goes to. */
const HAN: Readonly<Record<string, string>> = { JP: 'jp', KR: 'kr', TW: 'tc', HK: 'tc', MO: 'tc' };
const SCRIPTS = [
  ...[
    'arabic',
    'hebrew',
    'thai',
    'devanagari',
    'bengali',
    'gujarati',
    'gurmukhi',
    'tamil',
    'telugu',
    'kannada',
    'malayalam',
  ],
  ...['oriya', 'sinhala', 'khmer', 'lao', 'myanmar', 'armenian', 'georgian', 'ethiopic', 'thaana'],
];

/**
 * The faces that complement Noto Sans, in the order in which they are tried. Scripts come first, then Chinese, Japanese and Korean,
 * then symbols and emoji. Kana and Hangul are in one family alone, so the order of those families decides about Han characters only.
 */
export const faces = (country: string): readonly Face[] => {
  const first = HAN[country] ?? 'sc';
  const han = [first, ...['sc', 'jp', 'kr', 'tc'].filter((family) => family !== first)];
  return [
    ...SCRIPTS.flatMap((script) => facesOf(VARIABLE, `noto-sans-${script}`)),
    ...han.flatMap((family) => facesOf(VARIABLE, `noto-sans-${family}`)),
    ...facesOf(VARIABLE, 'noto-sans-symbols'),
    ...facesOf('@fontsource', 'noto-sans-symbols-2'),
    ...facesOf(VARIABLE, 'noto-emoji'),
  ];
};

const known = new Map<string, readonly Face[]>();

/** The parts that a package cuts its family into, read once. Latin parts are left out: Noto Sans is whole. */
const facesOf = (scope: string, family: string): readonly Face[] => {
  const faces = known.get(family) ?? readFaces(scope, family);
  known.set(family, faces);
  return faces;
};

const readFaces = (scope: string, family: string): Face[] => {
  const parts = JSON.parse(readFileSync(resolve(`${scope}/${family}/unicode.json`), 'utf8')) as Record<
    string,
    string
  >;
  const isVariable = scope === VARIABLE;
  return Object.entries(parts)
    .filter(([part]) => !/^(?:latin|cyrillic|greek|vietnamese)/.test(part))
    .map(([part, ranges]) => {
      const name = `${family}-${part.replace(/[[\]]/g, '')}`;
      const file = `${name}-${isVariable ? 'wght' : '400'}-normal.woff2`;
      return {
        id: name,
        path: resolve(`${scope}/${family}/files/${file}`),
        isVariable,
        ranges: readRanges(ranges),
      };
    });
};

/** `U+4E00,U+4E8C-4E94` as bounds. */
const readRanges = (ranges: string): [number, number][] =>
  ranges.split(',').map((range) => {
    const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-');
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)];
  });

/** Whether a face is meant for a code point. */
export const isFor = ({ ranges }: Face, code: number): boolean =>
  ranges.some(([from, to]) => code >= from && code <= to);
