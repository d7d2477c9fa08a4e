import { badInput } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import type { Audit } from './ports.ts';

const MOST = 1_000;

/** Holds some payments against their refunds and the ledger; `next` goes on with those after them. */
export const paymentAudit =
  ({ audits }: Pick<Ports, 'audits'>) =>
  async ({ after, first }: { after?: string | null | undefined; first: number }): Promise<Audit> => {
    if (first < 1 || first > MOST) throw badInput(`first must be 1 to ${MOST}.`);
    return audits.page(after == null ? null : readId('pay', after), first);
  };
