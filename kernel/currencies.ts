/**
 * ISO 4217, list one, as published by SIX on 2026-01-01
 * (https://www.six-group.com/dam/download/financial-information/data-center/iso-currrency/lists/list-one.xml).
 *
 * Codes by number of minor digits. Left out are what nobody pays with: funds (BOV, CHE, CHW, CLF, COU, MXV, USN, UYI, UYW),
 * precious metals and bond units (XAG, XAU, XPD, XPT, XBA, XBB, XBC, XBD), units of account (XAD, XDR, XSU, XUA), and the codes
 * for testing and for no currency (XTS, XXX).
 */
const CODES: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK
      DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD
      KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP
      PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH
      USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
};

/** Minor digits of every currency that a shop can use. */
export const MINOR_DIGITS: ReadonlyMap<string, number> = new Map(
  Object.entries(CODES).flatMap(([digits, codes]) =>
    codes.split(/\s+/).map((code) => [code, Number(digits)] as const),
  ),
);

/**
 * Withdrawn since shops could use them, each with two digits. Nothing new is priced in them; orders that were paid in them are
 * still read, looked after and refunded.
 */
export const WITHDRAWN: ReadonlySet<string> = new Set(['ANG', 'BGN', 'CUC', 'HRK', 'SLL', 'ZWL']);
export const WITHDRAWN_DIGITS = 2;

/**
 * Symbols in English text, from Unicode CLDR 48, locale `en`. A currency that is not listed is written with its code.
 * Fixed here so that the text is the same on every version of Node.
 */
export const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ['AUD', 'A$'],
  ['BRL', 'R$'],
  ['CAD', 'CA$'],
  ['CNY', 'CN¥'],
  ['EUR', '€'],
  ['GBP', '£'],
  ['HKD', 'HK$'],
  ['ILS', '₪'],
  ['INR', '₹'],
  ['JPY', '¥'],
  ['KRW', '₩'],
  ['MXN', 'MX$'],
  ['NZD', 'NZ$'],
  ['PHP', '₱'],
  ['TWD', 'NT$'],
  ['USD', '$'],
  ['VND', '₫'],
  ['XAF', 'FCFA'],
  ['XCD', 'EC$'],
  ['XCG', 'Cg.'],
  ['XOF', 'F\u202fCFA'],
  ['XPF', 'CFPF'],
]);
