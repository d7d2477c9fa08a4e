import { refuse } from '../../../kernel/outcome.ts';
import type { Stores } from '../ports.ts';
import type { User } from '../user.ts';

/** Somebody knew the password of an account as it was then. Comparing takes a while, in which others may change it. */
export type Proof = Readonly<{ user: User; passwordSince: Date }>;

/** The account, held until the transaction ends; null where it is gone, or its password or address is another by now. */
export const stillProved = async (
  { users, credentials }: Pick<Stores, 'users' | 'credentials'>,
  { user, passwordSince }: Proof,
): Promise<User | null> => {
  const current = await users.lock(user.id);
  const kept = current?.email === user.email ? await credentials.find(user.id) : null;
  return kept?.changedAt.getTime() === passwordSince.getTime() ? current : null;
};

export const notYourPassword = (field: string) =>
  refuse('CREDENTIALS_INVALID', 'This is not your password.', [field]);
