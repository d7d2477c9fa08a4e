import { LRUCache } from 'lru-cache';
import snowball from 'snowball-stemmers';
import { graphemesOf, plainLetters } from '../catalogue/slug.ts';

const english = snowball.newStemmer('english');

/** Plurals that no ending tells. */
const PLURALS: Readonly<Record<string, string>> = {
  ...{
    scarves: 'scarf',
    knives: 'knife',
    shelves: 'shelf',
    halves: 'half',
    calves: 'calf',
    leaves: 'leaf',
    loaves: 'loaf',
  },
  ...{
    wives: 'wife',
    lives: 'life',
    elves: 'elf',
    selves: 'self',
    thieves: 'thief',
    hooves: 'hoof',
    wolves: 'wolf',
    sheaves: 'sheaf',
  },
  ...{
    dwarves: 'dwarf',
    wharves: 'wharf',
    midwives: 'midwife',
    housewives: 'housewife',
    bookshelves: 'bookshelf',
    penknives: 'penknife',
  },
  ...{
    men: 'man',
    women: 'woman',
    children: 'child',
    feet: 'foot',
    teeth: 'tooth',
    mice: 'mouse',
    geese: 'goose',
    lice: 'louse',
  },
};

/** Words, tags and values come again and again: facets fold those of all products that fit. */
const folded = new LRUCache<string, string>({ max: 20_000 });
const SHORT = 40;

/** Text in the form in which it is compared: no case, no accents on Latin and Greek letters, no vowel marks in Arabic and Hebrew. */
export const fold = (text: string): string => {
  if (text.length > SHORT) return foldAnew(text);
  const known = folded.get(text) ?? foldAnew(text);
  folded.set(text, known);
  return known;
};

/** The first digit of ten, in scripts that have digits of their own. */
const ZEROS = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040, 0x17e0,
];
const digit = (letter: string): string => {
  const code = letter.codePointAt(0) ?? 0;
  const zero = ZEROS.find((first) => code >= first && code < first + 10);
  return zero === undefined ? letter : String(code - zero);
};
const ALIKE: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ة: 'ه',
  ς: 'σ',
  ё: 'е',
};

const foldAnew = (text: string): string =>
  plainLetters(text)
    .replace(
      /[\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]/gu,
      '',
    )
    .normalize('NFD')
    .replace(/(\p{Script=Greek})\p{M}+/gu, '$1')
    .normalize('NFC')
    .replace(/[أإآٱىیکةςё]/gu, (letter) => ALIKE[letter] ?? letter)
    .replace(/\p{Nd}/gu, digit);

/** Numbers have no separators between thousands, and one kind of decimal point: `1,000.5` is `1000p5`. */
const withNumbers = (text: string): string =>
  text
    .replace(/(?<![\p{N}])\d{1,3}(?:[,.\u00a0\u202f ]\d{3})+(?![\p{N}])/gu, (number) =>
      number.replace(/\D/g, ''),
    )
    .replace(/(\d)[.,](?=\d)/gu, '$1p');

/** Letters that stand together without spaces in Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々]/u;
const ATOM = /\d+(?:p\d+)?(?!\p{L}*\d*p\d)|(?:(?!\d)[\p{L}\p{N}][\p{M}]*)+/gu;

/** What stands between spaces, as its parts: letters and digits apart, parted by punctuation. `Wi-Fi` is wi and fi. */
const atomsOf = (chunk: string): string[] =>
  (chunk.match(ATOM) ?? []).flatMap(
    (atom) =>
      atom.match(
        /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々\p{M}]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々]+/gu,
      ) ?? [],
  );

const chunksOf = (text: string): string[][] =>
  withNumbers(fold(text))
    .split(/\s+/u)
    .map(atomsOf)
    .filter((atoms) => atoms.length > 0);

/** The folded words of a text: its parts. */
export const wordsOf = (text: string): string[] => chunksOf(text).flat();

/** A folded word as it is indexed and looked for: without its ending. */
export const stem = (word: string): string => {
  if (!/^[a-z]+$/.test(word)) return word;
  const stemmed = english.stem(PLURALS[word] ?? word);
  const single = PLURALS[stemmed];
  return single === undefined ? stemmed : english.stem(single);
};

/** A word of an unspaced script as letters and pairs of letters; any other word as its stem. */
const indexed = (atom: string): string[] => {
  if (!UNSPACED.test(atom)) return [stem(atom)];
  const letters = graphemesOf(atom);
  return [...letters, ...letters.slice(1).map((letter, at) => `${letters[at]}${letter}`)];
};

const sought = (atom: string): string[] => {
  if (!UNSPACED.test(atom)) return [stem(atom)];
  const letters = graphemesOf(atom);
  return letters.length < 2 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
};

/** German and Nordic letters as they are written without their dots: Größe as Groesse. */
const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };
export const spelledOut = (text: string): string | null => {
  const composed = text.normalize('NFC').toLowerCase();
  return /[äöüøå]/.test(composed)
    ? composed.replace(/[äöüøå]/g, (letter) => UMLAUTS[letter] ?? letter)
    : null;
};

const MAX_JOINED = 4;

/** The parts of a chunk joined, next to each other: `usb` and `c` as `usbc`. */
const joinedIn = (atoms: readonly string[]): string[] =>
  atoms.flatMap((_, from) =>
    Array.from({ length: Math.min(MAX_JOINED, atoms.length - from) - 1 }, (__, more) =>
      atoms.slice(from, from + more + 2).join(''),
    ),
  );

const isJoinable = (atom: string | undefined): atom is string => atom !== undefined && !UNSPACED.test(atom);

/** Words next to each other joined, all or those where one is short or a number: `t shirt` as `tshirt`, `iphone 15` as `iphone15`. */
const joinedAcross = (chunks: readonly string[][], all: boolean): string[] =>
  chunks.slice(1).flatMap((chunk, at) => {
    const [before, after] = [chunks[at]?.at(-1), chunk[0]];
    if (!isJoinable(before) || !isJoinable(after)) return [];
    return all || Math.min(before.length, after.length) <= 2 || /\d/.test(before + after)
      ? [before + after]
      : [];
  });

const termsOfForm = (text: string, all: boolean): string[] => {
  const chunks = chunksOf(text);
  const joined = [
    ...chunks.filter((atoms) => atoms.every(isJoinable)).flatMap(joinedIn),
    ...joinedAcross(chunks, all),
  ];
  return [...chunks.flat().flatMap(indexed), ...joined.map(stem)];
};

/**
 * The terms that a text is found by, each once: its words, joined words, and pairs of letters in scripts without spaces.
 * With `all`, any two words next to each other are joined as well, so that `powerbank` finds a power bank.
 */
export const termsOf = (text: string, all = false): string[] => {
  const spelled = spelledOut(text);
  return [
    ...new Set([...termsOfForm(text, all), ...(spelled === null ? [] : termsOfForm(spelled, all))]),
  ].filter((term) => /^[\p{L}\p{M}\p{N}]+$/u.test(term));
};

/** What completes what is typed: words, joined words, and in scripts without spaces every place where a word may begin. */
export const suggestedBy = (text: string): string[] => {
  const of = (form: string): string[] => {
    const chunks = chunksOf(form);
    const endings = chunks
      .flat()
      .flatMap((atom) =>
        UNSPACED.test(atom) ? graphemesOf(atom).map((_, at, letters) => letters.slice(at).join('')) : [atom],
      );
    return [...endings, ...chunks.flatMap(joinedIn), ...joinedAcross(chunks, true)];
  };
  const spelled = spelledOut(text);
  return [...new Set([...of(text), ...(spelled === null ? [] : of(spelled))])];
};

/** Ways to read a query: each is a list of terms that a product has to have, all of them. */
export type Readings = readonly (readonly string[])[];

const MAX_READINGS = 8;

/** The words of a query apart, as they are written, and with those next to each other joined. */
export const readingsOf = (query: string, isLittle: (word: string) => boolean): Readings => {
  const forms = [query, spelledOut(query)].filter((form) => form !== null);
  const all = forms.flatMap((form) => {
    const chunks = chunksOf(form).filter(
      (atoms, _, every) =>
        atoms.length > 1 || !isLittle(atoms[0] ?? '') || every.every((each) => isLittle(each.join(''))),
    );
    const whole = chunks.map((atoms) => (atoms.every(isJoinable) ? [atoms.join('')] : atoms));
    const pairs = whole
      .slice(1)
      .map((_, at) => [
        ...whole.slice(0, at),
        [[...(whole[at] ?? []), ...(whole[at + 1] ?? [])].join('')],
        ...whole.slice(at + 2),
      ]);
    return [chunks, whole, ...pairs];
  });
  const readings = all.map((chunks) =>
    [...new Set(chunks.flat().flatMap(sought))].filter((term) => /^[\p{L}\p{M}\p{N}]+$/u.test(term)),
  );
  return [...new Map(readings.map((terms) => [JSON.stringify(terms), terms])).values()].slice(
    0,
    MAX_READINGS,
  );
};
