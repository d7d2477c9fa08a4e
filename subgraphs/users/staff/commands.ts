import type { UserRoleSetInput, UserSuspendInput } from '../../../generated/users/types.ts';
import { forbidden } from '../../../kernel/errors.ts';
import { readId } from '../../../kernel/ids.ts';
import { andThen, done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { type Person, signedIn, type Viewer } from '../../../kernel/viewer.ts';
import { parseLine, type User, userNotFound } from '../accounts/user.ts';
import type { Ports, SecurityEvent, UserChange } from '../ports.ts';
import { type Admins, reinstate, setRole, suspend } from './staff.ts';

/** Sets a role. The account's sessions end, so that the old role has no effect anymore. */
export const userRoleSet =
  (ports: Pick<Ports, 'transaction' | 'now'>) =>
  async (viewer: Viewer, { userId, role }: UserRoleSetInput): Promise<Outcome<User>> => {
    const actor = signedIn(viewer);
    const decide = (target: User, admins: Admins) =>
      andThen(setRole(actor, target, role, admins), (wanted) => done({ role: wanted }));
    return changeUser(ports, actor, userId, decide, { kind: 'ROLE_SET', detail: role });
  };

export const userSuspend =
  (ports: Pick<Ports, 'transaction' | 'now'>) =>
  async (viewer: Viewer, input: UserSuspendInput): Promise<Outcome<User>> => {
    const actor = signedIn(viewer);
    const reason = parseLine(input.reason);
    if (!reason) return refuse('INVALID', 'Enter a reason for the suspension.', ['reason']);
    const decide = (target: User, admins: Admins) =>
      andThen(suspend(actor, target, admins), (status) => done({ status }));
    return changeUser(ports, actor, input.userId, decide, { kind: 'SUSPENDED', detail: reason });
  };

export const userReinstate =
  (ports: Pick<Ports, 'transaction' | 'now'>) =>
  async (viewer: Viewer, userId: string): Promise<Outcome<User>> => {
    const actor = signedIn(viewer);
    const decide = (target: User) => andThen(reinstate(actor, target), (status) => done({ status }));
    return changeUser(ports, actor, userId, decide, { kind: 'REINSTATED' });
  };

type Decide = (target: User, admins: Admins) => Outcome<UserChange>;
type Reason = Pick<SecurityEvent, 'kind' | 'detail'>;

/** Loads, decides and saves while all admins, including the actor, are locked. Records the change in the audit log. */
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
      throw forbidden('Your role has changed. Sign in again.');
    const change = target ? decide(target, admins) : userNotFound();
    if (!change.ok) return change;
    const user = await users.update(userId, change.value);
    await events.record({ userId, actorId: actor.userId, ip: actor.origin.ip, ...reason });
    await sessions.revoke({ userId }, now());
    return user ? done(user) : userNotFound();
  });
};
