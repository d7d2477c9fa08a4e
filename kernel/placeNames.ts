const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const APOSTROPHES = /['’‘ʻʼʹ`´.]/g;
const MARKS = /[\u0300-\u036f\u064b-\u065f]/g;
/** Letters that have no decomposition; the Turkish dotless i is typed for i and the other way round. */
const LETTERS: Readonly<Record<string, string>> = {
  ı: 'i',
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ħ: 'h',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/**
 * The form in which names of countries and regions are compared: without case, accents, punctuation, invisible characters and a
 * leading article. The result does not depend on the runtime's locale.
 */
export const foldName = (name: string): string =>
  name
    .replace(APOSTROPHES, '')
    .normalize('NFKD')
    .replace(INVISIBLE, '')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(MARKS, '')
    .replace(LETTER, (letter) => LETTERS[letter] ?? letter)
    .replace(/&/g, ' and ')
    .replace(/[\p{P}\p{S}\s]+/gu, ' ')
    .trim()
    .replace(/^the (?=.)/, '')
    .replace(/\b(?:st|ste)(?= .)/g, (short) => (short === 'st' ? 'saint' : 'sainte'));

/** A code as it is compared: full-width letters replaced, no space around it, no invisible characters, upper case. */
export const foldCode = (code: string): string =>
  code.normalize('NFKC').replace(INVISIBLE, '').trim().replace(/[ıİ]/g, 'I').toUpperCase();

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

/**
 * ISO writes `Bolivia (Plurinational State of)` and `Murcia, Región de`; people write the parts, in their usual order. A city that
 * is a region is called by its name alone, and umlauts are written with an e.
 */
const spoken = (name: string): string[] => {
  const bare = name.replace(/\s*[([].*?[)\]]/g, '');
  const [head = '', tail] = bare.split(', ', 2);
  const spelled = bare.toLowerCase().replace(/[äöü]/g, (letter) => UMLAUTS[letter] ?? letter);
  return [name, bare, spelled, bare.replace(/ city$/i, ''), ...(tail ? [`${tail} ${head}`, head] : [])];
};

/** Words that say what kind of region it is. */
const KIND =
  /\b(?:autonomous|community|county|co|department|emirate|governorate|island|of|oblast|prefecture|province|region|state)\b/g;
const KIND_JAPANESE = / (?:to|fu|ken) ?$/;
const KIND_CJK = /(?<=..)(?:自治区|特別市|特别行政区|[都府県省市區区])$/u;
const withoutKind = (key: string): string =>
  key.replace(KIND, ' ').replace(/\s+/g, ' ').replace(KIND_JAPANESE, '').trim().replace(KIND_CJK, '') || key;

type Named = readonly [code: string, names: readonly string[]];
type Keys = Map<string, string | null>;

/** Adds keys that are not taken; one that two claim finds neither. */
const addKeys = (keys: Keys, named: readonly Named[], forms: (name: string) => readonly string[]): void => {
  const added: Keys = new Map();
  for (const [code, names] of named)
    for (const key of new Set(names.flatMap(forms)))
      if (key.length > 1) added.set(key, added.has(key) && added.get(key) !== code ? null : code);
  for (const [key, code] of added) if (!keys.has(key)) keys.set(key, code);
};

/**
 * Finds codes by folded name: by the names as they are, then as they are spoken, then without the kind of region. Where only the
 * kind tells two regions apart, as in Moscow and Moscow Oblast, a name with another kind finds neither.
 */
export const namesToFind = (named: readonly Named[]): ((key: string) => string | undefined) => {
  const [keys, kindless]: [Keys, Keys] = [new Map(), new Map()];
  addKeys(keys, named, (name) => [foldName(name)]);
  addKeys(keys, named, (name) => spoken(name).map(foldName));
  addKeys(kindless, named, (name) => spoken(name).map(foldName).map(withoutKind));
  return (key) => keys.get(key) ?? kindless.get(withoutKind(key)) ?? undefined;
};
