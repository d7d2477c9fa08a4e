import { forbidden } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { Person } from '../../../kernel/viewer.ts';
import type { Ports, SecurityEvent, UserChange } from '../ports.ts';
import { noSuchUser, type User } from '../user.ts';
import type { Admins } from './rules.ts';

type Decide = (target: User, admins: Admins) => Outcome<UserChange>;
type Reason = Pick<SecurityEvent, 'kind' | 'detail'>;

/** Loads, decides and saves while nobody changes who the admins are, the one who asks included; who did it, and why, is kept. */
export const changeUser = async (
  { transaction, now }: Pick<Ports, 'transaction' | 'now'>,
  actor: Person,
  id: string,
  decide: Decide,
  reason: Reason,
): Promise<Outcome<User>> => {
  const userId = readId('user', id);
  return transaction(async ({ users, sessions, events }) => {
    const admins = await users.lockActiveAdmins();
    const target = await users.lock(userId);
    const [self] = await users.find([actor.userId]);
    if (self?.role !== actor.role || self.status !== 'ACTIVE')
      throw forbidden('Your role has changed; sign in again.');
    const change = target ? decide(target, admins) : noSuchUser();
    if (!change.ok) return change;
    const user = await users.update(userId, change.value);
    await events.record({ userId, actorId: actor.userId, ip: actor.origin.ip, ...reason });
    await sessions.revoke({ userId }, now());
    return user ? done(user) : noSuchUser();
  });
};
