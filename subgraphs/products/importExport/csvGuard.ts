/** Texts that a spreadsheet may run as a formula, and those that begin with an apostrophe themselves. */
const GUARDED = /^(?:'|[=+\-@\t\r\n＝＋－＠])/u;

/** Puts an apostrophe before a text that a spreadsheet would run, or that begins with one. */
export const guard = (text: string): string => (GUARDED.test(text) ? `'${text}` : text);

/** Takes away the apostrophe that `guard` put there, and no other. */
export const unguard = (text: string): string =>
  text.startsWith("'") && GUARDED.test(text.slice(1)) ? text.slice(1) : text;

/** A text in a list, with its separators marked as its own. */
export const escapeIn = (text: string, separators: string): string =>
  Array.from(text, (letter) =>
    letter === '\\' || separators.includes(letter) ? `\\${letter}` : letter,
  ).join('');

/** The parts of a list between separators. In a file of the shop a backslash makes the next letter part of the text. */
export const splitList = (text: string, separator: string, isEscaped: boolean): string[] => {
  if (!isEscaped) return text.split(separator);
  const parts = [''];
  const add = (letter: string): void => {
    parts[parts.length - 1] += letter;
  };
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === '\\') {
      add(letter + (text[at + 1] ?? ''));
      at++;
    } else if (text.startsWith(separator, at)) {
      parts.push('');
      at += separator.length - 1;
    } else add(letter);
  }
  return parts;
};

/** A part of a list as it was before `escapeIn`. */
export const unescaped = (text: string): string => text.replace(/\\([\s\S])/gu, '$1');
