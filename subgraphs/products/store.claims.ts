import { hashInput, reused } from '../../kernel/idempotency.ts';
import { done } from '../../kernel/outcome.ts';
import { isDuplicate } from './catalogue/store.document.ts';
import type { CommonPorts } from './ports.ts';
import type { Collections } from './store.database.ts';

type Key = Readonly<{ caller: string; operation: string; key: string }>;

const idOf = ({ caller, operation, key }: Key): string => JSON.stringify([caller, operation, key]);

export const mongoClaims = ({ claims }: Collections): CommonPorts['claims'] => ({
  claim: async ({ input, note, ...key }) => {
    const mine = { _id: idOf(key), inputHash: hashInput(input), note, at: new Date() };
    try {
      await claims.insertOne(mine);
      return done({ fresh: true, note });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
    const earlier = await claims.findOne({ _id: mine._id });
    return earlier && earlier.inputHash !== mine.inputHash
      ? reused()
      : done({ fresh: false, note: earlier?.note ?? note });
  },
  release: async (key) => {
    await claims.deleteOne({ _id: idOf(key) });
  },
});
