/** Crockford's base 32: no letter looks like a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** A number for people, of ten random bytes: not guessable, and begins with a letter, so that it is never all digits. */
export const orderNumber = (random: Uint8Array): string =>
  Array.from({ length: LENGTH }, (_, index) => {
    const byte = random[index] ?? 0;
    return index === 0 ? ALPHABET[10 + (byte % 22)] : ALPHABET[byte & 31];
  }).join('');
