import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import { LRUCache } from 'lru-cache';
import subsetFont from 'subset-font';
import { type Face, faces, isFor } from './fontFiles.pdf.ts';

const { resolve } = createRequire(import.meta.url);
const BASE = {
  regular: '400Regular/NotoSans_400Regular.ttf',
  bold: '600SemiBold/NotoSans_600SemiBold.ttf',
} as const;
const WEIGHTS = { regular: 400, bold: 600 } as const;
const MAX_LOADED = 64;

export type Weight = keyof typeof WEIGHTS;
export type Direction = 'ltr' | 'rtl';
export type Source = NonNullable<Parameters<PDFKit.PDFDocument['registerFont']>[1]>;

/** A font that is ready to be embedded. pdfkit lays out each run in the direction that `turn` names. */
export type LoadedFont = Readonly<{
  name: string;
  source: Source;
  /** How far it reaches above and below its base line, as parts of its size. */
  above: number;
  below: number;
  has(code: number): boolean;
  turn(direction: Direction): void;
}>;

/** The fonts for the texts of one document, per weight, in the order in which they are tried. */
export type Fonts = Readonly<Record<Weight, readonly LoadedFont[]>>;

/** Characters that have no glyph of their own: joiners, variation selectors, marks of direction, the soft hyphen. */
export const isInvisible = (code: number): boolean =>
  /\p{Default_Ignorable_Code_Point}/u.test(String.fromCodePoint(code));

/**
 * Loads the fonts that a document needs for all characters of `text`: Noto Sans (Latin, Greek, Cyrillic), then one face per script.
 * `country` decides how Han characters are drawn. Fonts are kept, since to read one takes longer than to write an invoice.
 */
export const fontsFor = async (text: string, country: string): Promise<Fonts> => {
  const needed = await neededFaces(text, country);
  const ofWeight = async (weight: Weight): Promise<LoadedFont[]> => [
    base(weight),
    ...(await Promise.all(needed.map((face) => load(face, weight)))),
  ];
  return { regular: await ofWeight('regular'), bold: await ofWeight('bold') };
};

/** For each character that Noto Sans does not have, the first face that is meant for it and has it. */
const neededFaces = async (text: string, country: string): Promise<Face[]> => {
  const all = faces(country);
  const chosen = new Set<Face>();
  for (const code of new Set(Array.from(text, (letter) => letter.codePointAt(0) ?? 0))) {
    if (isInvisible(code) || base('regular').has(code)) continue;
    for (const face of all.filter((each) => isFor(each, code))) {
      if (!(await load(face, 'regular')).has(code)) continue;
      chosen.add(face);
      break;
    }
  }
  return all.filter((face) => chosen.has(face));
};

const bases = new Map<Weight, LoadedFont>();
const base = (weight: Weight): LoadedFont => {
  const font =
    bases.get(weight) ??
    ready(
      `noto-sans-${weight}`,
      readFileSync(resolve(`@expo-google-fonts/noto-sans/${BASE[weight]}`)),
      COMPOSED,
    );
  bases.set(weight, font);
  return font;
};

const loaded = new LRUCache<string, Promise<LoadedFont>>({ max: MAX_LOADED });

const load = (face: Face, weight: Weight): Promise<LoadedFont> => {
  const name = `${face.id}-${face.isVariable ? weight : 'regular'}`;
  const font = loaded.get(name) ?? read(face, weight, name);
  loaded.set(name, font);
  return font;
};

/** A face as a TrueType font at one weight: pdfkit embeds neither variable fonts nor WOFF2. */
const read = async ({ path, isVariable }: Face, weight: Weight, name: string): Promise<LoadedFont> => {
  const packed = await readFile(path);
  const codes = (create(packed) as Font).characterSet;
  const axes = isVariable ? { variationAxes: { wght: WEIGHTS[weight] } } : {};
  return ready(
    name,
    await subsetFont(packed, String.fromCodePoint(...codes), {
      targetFormat: 'truetype',
      preserveNameIds: [6],
      ...axes,
    }),
  );
};

type Features = Readonly<Record<string, boolean>>;

/** A letter with its accents stays one glyph, so that a reader of the text gets the letter, and not its parts. */
const COMPOSED: Features = { ccmp: false };

/** fontkit fails on anchors that a font leaves out: such a run has its marks where the font places them. */
const UNPOSITIONED = { abvm: false, blwm: false, mark: false, mkmk: false, dist: false, kern: false };

/** pdfkit takes a font that is read already, which its types do not know yet. */
const ready = (name: string, bytes: Buffer, own?: Features): LoadedFont => {
  const font = create(bytes) as Font;
  let direction: Direction = 'ltr';
  const layout = font.layout.bind(font);
  font.layout = (text, features, script, language) => {
    try {
      return layout(text, (own as typeof features) ?? features, script, language, direction);
    } catch {
      return layout(text, UNPOSITIONED as unknown as typeof features, script, language, direction);
    }
  };
  return {
    name,
    source: font as unknown as Source,
    above: font.ascent / font.unitsPerEm,
    below: -font.descent / font.unitsPerEm,
    has: (code) => font.hasGlyphForCodePoint(code),
    turn: (next) => {
      direction = next;
    },
  };
};
