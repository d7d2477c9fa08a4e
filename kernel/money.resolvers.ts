import { formatted, type Money } from './money.ts';

export type MoneyMapper = Money;

/** `Money` of every subgraph: kept as amount and currency, formatted when asked for. */
export const moneyResolvers = { formatted: (value: Money): string => formatted(value) };
