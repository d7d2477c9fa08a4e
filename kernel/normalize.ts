/** Characters that print nothing: zero-width spaces and joiners, soft hyphens, marks of direction, variation selectors. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * A promotion code in the form in which it is kept and compared: compatibility forms (full-width letters, ligatures) are replaced,
 * spaces and invisible characters are removed, letters are in upper case. The result does not depend on the runtime's locale:
 * `ß` and `ẞ` are `SS`, and the Turkish `ı` and `İ` are `I`. Letters of other scripts are not changed, even if they look the same.
 */
export const normalizeCode = (code: string): string =>
  code
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .replace(/\s+/g, '')
    .toLowerCase()
    .toUpperCase()
    .normalize('NFKC')
    .replaceAll('\u0130', 'I');

/** An e-mail address in the form in which it is kept and compared: no space around it, NFKC, lower case. It is not validated. */
export const normalizeEmail = (email: string): string => email.normalize('NFKC').trim().toLowerCase();
