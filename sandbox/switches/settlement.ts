import { z } from 'zod';

/** The currency that the account settles in, and how many of its minor units one minor unit of any charge is worth. */
export const settlementInput = z.strictObject({
  currency: z.string().regex(/^[a-z]{3,4}$/, 'a currency in lower case'),
  rate: z.number().positive().max(1_000_000).default(1),
});
export type Settlement = z.output<typeof settlementInput>;

/** Null: each charge is settled in its own currency. A restart puts it back. */
export const settlementSwitch = () => {
  let settlement: Settlement | null = null;
  return {
    now: (): Settlement | null => settlement,
    change: (to: Settlement | null): Settlement | null => {
      settlement = to;
      return settlement;
    },
  };
};
export type SettlementSwitch = ReturnType<typeof settlementSwitch>;
