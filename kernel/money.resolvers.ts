import { formatted, type Money } from './money.ts';

/** `Money` of every subgraph: stored as amount and currency, formatted when asked for. */
export const moneyResolvers = { formatted: (value: Money): string => formatted(value) };
