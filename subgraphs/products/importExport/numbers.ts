/** What people and spreadsheets put into numbers: spaces of all kinds, and apostrophes between thousands. */
const SPACES = /[\s\u00a0\u202f\u2009'’]/gu;

/**
 * A number as plain decimal text (`-1234.5`), from any common way to write it: `1,234.50`, `1.234,50`, `12,50`, `1 234`, `1'234`.
 * Null if it is not a number, or if it could be read in two ways that both fit `maxDecimals`.
 */
export const plainNumber = (given: string, maxDecimals: number): string | null => {
  const text = given
    .normalize('NFKC')
    .replace(SPACES, '')
    .replace(/\u2212/gu, '-');
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  if (/^-?\d{1,3}(?:,\d{3})+\.\d+$/.test(text)) return text.replaceAll(',', '');
  if (/^-?\d{1,3}(?:\.\d{3})+,\d+$/.test(text)) return text.replaceAll('.', '').replace(',', '.');
  if (/^-?\d{1,3}(?:,\d{3}){2,}$/.test(text) || /^-?\d{1,3}(?:\.\d{3}){2,}$/.test(text))
    return text.replace(/[.,]/g, '');
  if (/^-?[1-9]\d{0,2},\d{3}$/.test(text)) return maxDecimals < 3 ? text.replace(',', '') : null;
  return /^-?\d+,\d{1,2}$/.test(text) ? text.replace(',', '.') : null;
};

/** Which currencies a sign may stand for. */
const SIGNS: Readonly<Record<string, RegExp>> = {
  $: /^(?:USD|CAD|AUD|NZD|SGD|HKD|TWD|MXN|BRL|ARS|CLP|COP|[A-Z]{2}D)$/,
  '€': /^EUR$/,
  '£': /^(?:GBP|EGP|FKP|GIP|SHP)$/,
  '¥': /^(?:JPY|CNY)$/,
  '₹': /^INR$/,
  '₩': /^KRW$/,
  '฿': /^THB$/,
  '₫': /^VND$/,
  '₱': /^PHP$/,
  '₪': /^ILS$/,
  '₺': /^TRY$/,
  '₴': /^UAH$/,
  '₦': /^NGN$/,
  zł: /^PLN$/,
  kr: /^(?:SEK|NOK|DKK|ISK)$/,
  Kč: /^CZK$/,
  Ft: /^HUF$/,
  R$: /^BRL$/,
};

/** A price without its currency; null where it names another one. */
export const withoutSign = (given: string, currency: string): string | null => {
  const [, before = '', number = '', after = ''] =
    /^([^\d\-.,]*)(-?[\d.,\s\u00a0\u202f'’]+?)([^\d.,]*)$/u.exec(given.normalize('NFKC').trim()) ?? [];
  if (number === '') return null;
  const signs = [before.trim(), after.trim()].filter(Boolean);
  const isOwn = (sign: string): boolean =>
    sign.toUpperCase() === currency || (SIGNS[sign]?.test(currency) ?? false);
  return signs.every(isOwn) ? number.trim() : null;
};
