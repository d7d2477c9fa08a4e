import { invalid } from './refused.ts';

/**
 * Stripe's rules about currencies, kept here a second time so that a mistake in what talks to Stripe is refused. From
 * https://docs.stripe.com/currencies and the list in the API's error message for an unknown currency. Amounts are in Stripe's units.
 */
const TAKEN =
  `usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop
  crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw
  kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln
  pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd
  xof xpf yer zar zmw`.split(/\s+/);

type Rule = Readonly<{ digits: 0 | 2 | 3; step: 1 | 10 | 100 }>;
const USUAL: Rule = { digits: 2, step: 1 };
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ...'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'
    .split(' ')
    .map((code) => [code, { digits: 0, step: 1 }] as const),
  ...'bhd jod kwd omr tnd'.split(' ').map((code) => [code, { digits: 3, step: 10 }] as const),
  ...'isk ugx'.split(' ').map((code) => [code, { digits: 2, step: 100 }] as const),
]);

/** The smallest charge by the currency that an account settles in. */
const LEAST: ReadonlyMap<string, number> = new Map([
  ...'usd ars aud brl cad chf cop eur idr ils inr jpy krw nzd php rub sgd zar'
    .split(' ')
    .map((code) => [code, 50] as const),
  ...'aed myr pln ron'.split(' ').map((code) => [code, 200] as const),
  ...'nok sek'.split(' ').map((code) => [code, 300] as const),
  ...'mxn thb'.split(' ').map((code) => [code, 1_000] as const),
  ['gbp', 30],
  ['dkk', 250],
  ['hkd', 400],
  ['czk', 1_500],
  ['huf', 17_500],
]);

const MOST: ReadonlyMap<string, number> = new Map([
  ['idr', 999_999_999_999],
  ['cop', 9_999_999_999],
  ['inr', 999_999_999],
]);
const EIGHT_DIGITS = 99_999_999;

const ruleOf = (currency: string): Rule => RULES.get(currency) ?? USUAL;

/** Digits behind the point of Stripe's unit. */
export const digitsOf = (currency: string): number => ruleOf(currency).digits;

/** The least amount from which a fraction of a unit is none: fees are booked in whole ones. */
export const wholeUnits = (amount: number, currency: string): number => {
  const step = currency === 'isk' || currency === 'ugx' ? 100 : 1;
  return Math.ceil(amount / step) * step;
};

/** Refuses what Stripe's partners cannot count: thousandths that do not end in 0, and hundredths of currencies without any. */
export const mustBeCountable = (amount: number, currency: string, param = 'amount'): void => {
  const { step } = ruleOf(currency);
  if (amount % step !== 0)
    throw invalid(`Invalid amount: amounts in ${currency} must be evenly divisible by ${step}.`, {
      code: 'invalid_charge_amount',
      param,
    });
};

/** What a charge comes to in the account's own currency: a charge in another one has to reach that one's minimum. */
export type Converted = Readonly<{ amount: number; currency: string }>;

export const mustBeChargeable = (amount: number, currency: string, settled: Converted): void => {
  if (!TAKEN.includes(currency))
    throw invalid(
      `Invalid currency: ${currency}. Stripe currently supports these currencies: ${TAKEN.join(', ')}`,
      { param: 'currency' },
    );
  const least = LEAST.get(settled.currency) ?? 1;
  if (settled.amount < least) {
    const converts =
      settled.currency === currency
        ? ''
        : `convert to at least ${least} ${settled.currency}; it is ${settled.amount}`;
    throw invalid(`Amount must ${converts || `be at least ${least} ${currency}`}`, {
      code: 'amount_too_small',
      param: 'amount',
    });
  }
  const most = MOST.get(currency) ?? EIGHT_DIGITS;
  if (amount > most)
    throw invalid(`Amount must be no more than ${most} ${currency}`, {
      code: 'amount_too_large',
      param: 'amount',
    });
  mustBeCountable(amount, currency);
};
