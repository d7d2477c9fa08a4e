import { readId } from '../../../kernel/ids.ts';
import { type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import type { Discrepancy } from './fault.ts';

const MAX_NOTE_LENGTH = 2_000;

/** Somebody has looked at it; what stays the same is not found again. */
export const discrepancyResolve =
  ({ discrepancies, clock }: Pick<Ports, 'discrepancies' | 'clock'>) =>
  async (id: string, note: string): Promise<Outcome<Discrepancy>> => {
    const [disc, text] = [readId('disc', id), note.trim()];
    if (text === '' || text.length > MAX_NOTE_LENGTH)
      return refuse('INVALID', `A note has 1 to ${MAX_NOTE_LENGTH} characters.`, ['note']);
    return discrepancies.resolve(disc, text, clock());
  };
