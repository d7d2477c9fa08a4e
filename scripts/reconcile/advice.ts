import type { Fault } from './walk.ts';

/** What a person does about a kind of fault that nothing puts right by itself. */
const ADVICE: Readonly<Record<string, string>> = {
  REFUND_FAILED:
    'the buyer is still owed this. Refund the order anew by orderRefund, and it is over. Where the bank of the card refuses it again, pay the buyer another way and note that by discrepancyResolve, which takes it off the list of discrepancies, not off this one.',
  JOB_DEAD: 'npm run jobs shows why it gave up, and runs it again once that is put right.',
};

/** One line for each kind that was found, in the order of the faults. */
export const adviceOn = (faults: readonly Pick<Fault, 'kind'>[]): readonly string[] =>
  [...new Set(faults.map(({ kind }) => kind))].flatMap((kind) =>
    ADVICE[kind] ? [`${kind}: ${ADVICE[kind]}`] : [],
  );
