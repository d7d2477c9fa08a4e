import { type PaymentId, readId, type UserId } from '../../../kernel/ids.ts';
import type { Payment } from '../payment.ts';
import type { Ports } from '../ports.ts';
import { personalData } from './personalData.ts';

const PAGE = 100;

/** All that is held of a person, as JSON. */
export const personalDataOf =
  ({ payments, methods }: Pick<Ports, 'payments' | 'methods'>) =>
  async (id: string): Promise<string> => {
    const userId = readId('user', id);
    const [own, kept] = await Promise.all([allOf(payments, userId), methods.ofUser(userId)]);
    return JSON.stringify(personalData(own, kept));
  };

const allOf = async (payments: Ports['payments'], ownerId: UserId): Promise<Payment[]> => {
  const all: Payment[] = [];
  for (let after: PaymentId | null = null; ; ) {
    const { rows, hasNextPage } = await payments.page(
      { ownerId, statuses: null, from: null, to: null },
      { first: PAGE, after },
    );
    all.push(...rows);
    after = rows.at(-1)?.id ?? null;
    if (!hasNextPage || !after) return all;
  }
};
