import { digitsOf } from '../objects/currencies.ts';

/** Markup that is safe as it stands. */
export type Html = Readonly<{ markup: string }>;

type Part = Html | readonly Html[] | string | number | null;

/** Whatever is put into the template is text, and escaped, unless it is markup itself. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  markup: strings.map((fixed, at) => fixed + rendered(parts[at] ?? null)).join(''),
});

const rendered = (part: Part): string => {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

export const page = (title: string, style: string, body: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${{ markup: style }}</style>
</head>
<body>${body}</body>
</html>
`.markup;

/** Amounts as people read them, by the number of decimals that Stripe counts the currency in: EUR 1,234.56. */
export const money = (amount: number, currency: string): string => {
  const digits = digitsOf(currency);
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount < 0 ? '-' : ''}${symbolOf(currency)}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}`;
};

const symbolOf = (currency: string): string => SYMBOLS.get(currency) ?? `${currency.toUpperCase()}\u00a0`;
const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ['eur', '€'],
  ['usd', '$'],
  ['gbp', '£'],
  ['jpy', '¥'],
]);
