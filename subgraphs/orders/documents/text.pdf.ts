import bidiFactory, { type Bidi } from 'bidi-js';
import LineBreaker from 'linebreak';
import { type Direction, type Fonts, isInvisible, type LoadedFont, type Weight } from './fonts.pdf.ts';

/** A part of a line in one font and one direction, with its text in logical order. */
export type Run = Readonly<{ text: string; font: LoadedFont; direction: Direction }>;
type Measure = (run: Run) => number;

/** The package is CommonJS whose export is the function itself; its types describe an ES module. */
const bidi = (bidiFactory as unknown as () => Bidi)();
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const words = new Intl.Segmenter('und', { granularity: 'word' });
/** Scripts that write no spaces and in which a line may end between words alone. */
const NO_SPACES = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** What is written instead of a character that no font has. */
const MISSING = '\ufffd';

/** The lines of a text in a width, each as its runs from left to right. Too long words are cut between letters. */
export const linesOf = (
  text: string,
  fonts: Fonts,
  weight: Weight,
  width: number,
  measure: Measure,
): Run[][] =>
  text
    .replace(/\p{Cs}/gu, MISSING)
    .normalize('NFC')
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .flatMap((paragraph) => linesOfParagraph(paragraph.replace(/\t/g, ' '), fonts[weight], width, measure));

const linesOfParagraph = (
  text: string,
  fonts: readonly LoadedFont[],
  width: number,
  measure: Measure,
): Run[][] => {
  if (text === '') return [[]];
  const { levels, paragraphs } = bidi.getEmbeddingLevels(text);
  const base = paragraphs[0]?.level ?? 0;
  const runs = (from: number, to: number): Run[] => runsOf(text, from, to, levels, base, fonts);
  const fits = (from: number, to: number): boolean =>
    runs(from, from + text.slice(from, to).trimEnd().length).reduce((sum, run) => sum + measure(run), 0) <=
    width;
  const cut = wrap(text, fits);
  return cut.map(([from, to]) => runs(from, from + text.slice(from, to).trimEnd().length));
};

/** Fills lines as far as they go; a piece that does not fit into a line of its own is cut between letters. */
const wrap = (text: string, fits: (from: number, to: number) => boolean): [number, number][] => {
  const lines: [number, number][] = [];
  let from = 0;
  let to = 0;
  for (const end of breaksOf(text)) {
    if (fits(from, end)) {
      to = end;
      continue;
    }
    if (to > from) lines.push([from, to]);
    from = Math.max(from, to);
    to = end;
    if (fits(from, end)) continue;
    for (const { index, segment } of graphemes.segment(text.slice(from, end))) {
      const start = lines.at(-1)?.[1] ?? 0;
      const stop = from + index + segment.length;
      if (!fits(start, stop) && stop - segment.length > start) lines.push([start, stop - segment.length]);
    }
    from = lines.at(-1)?.[1] ?? 0;
  }
  return to > from ? [...lines, [from, to]] : lines;
};

/** Where a line may end. */
const breaksOf = (text: string): number[] => {
  const breaker = new LineBreaker(text);
  const ends = new Set<number>();
  for (let end = breaker.nextBreak(); end; end = breaker.nextBreak()) ends.add(end.position);
  if (NO_SPACES.test(text))
    for (const { index, segment } of words.segment(text))
      if (NO_SPACES.test(segment)) ends.add(index + segment.length);
  return [...ends, text.length].sort((a, b) => a - b).filter((end, at, all) => end !== all[at - 1]);
};

type Piece = { text: string; font: LoadedFont; level: number };

/** A part of the text as runs from left to right, as the Unicode Bidirectional Algorithm puts them. */
const runsOf = (
  text: string,
  from: number,
  to: number,
  levels: Uint8Array,
  base: number,
  fonts: readonly LoadedFont[],
): Run[] => {
  const pieces: Piece[] = [];
  for (const { index, segment } of graphemes.segment(text.slice(from, to))) {
    const level = levels[from + index] ?? base;
    const visible = visibleIn(segment, level);
    if (visible === '') continue;
    const last = pieces.at(-1);
    const font = fontFor(visible, fonts);
    const shown = font ? visible : MISSING;
    const chosen = font ?? (fonts[0] as LoadedFont);
    if (last?.font === chosen && last.level === level) last.text += shown;
    else pieces.push({ text: shown, font: chosen, level });
  }
  return inVisualOrder(pieces).map(({ text: run, font, level }) => ({
    text: run,
    font,
    direction: level % 2 === 1 ? 'rtl' : 'ltr',
  }));
};

/** Without control characters and marks of direction; brackets face the way that the text runs. */
const visibleIn = (segment: string, level: number): string => {
  const kept = segment.replace(
    /[\p{Cc}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu,
    '',
  );
  return level % 2 === 1 ? (bidi.getMirroredCharacter(kept) ?? kept) : kept;
};

/** The first font that has all characters of a letter; those that have no glyph do not count. */
const fontFor = (letter: string, fonts: readonly LoadedFont[]): LoadedFont | undefined => {
  const codes = Array.from(letter, (character) => character.codePointAt(0) ?? 0).filter(
    (code) => !isInvisible(code),
  );
  const [first] = codes;
  return (
    fonts.find(({ has }) => codes.every(has)) ??
    (first === undefined ? undefined : fonts.find(({ has }) => has(first)))
  );
};

/** From the highest level to the lowest odd one, what is at least at it is turned round (rule L2). */
const inVisualOrder = (pieces: readonly Piece[]): Piece[] => {
  const ordered = [...pieces];
  const highest = Math.max(0, ...pieces.map(({ level }) => level));
  for (let level = highest; level > 0; level--)
    for (let from = 0; from < ordered.length; from++) {
      let to = from;
      while (to < ordered.length && (ordered[to] as Piece).level >= level) to++;
      if (to > from) ordered.splice(from, to - from, ...ordered.slice(from, to).reverse());
      from = Math.max(from, to);
    }
  return ordered;
};
