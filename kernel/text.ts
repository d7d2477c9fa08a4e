/** Half of a surrogate pair, which is no character, and the character NUL: PostgreSQL, MongoDB and UTF-8 take neither. */
const UNSTORABLE = /[\p{Cs}\0]/u;

/** Whether every store can keep this text as it is. */
export const isStorable = (text: string): boolean => !UNSTORABLE.test(text);
