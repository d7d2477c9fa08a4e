import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Person } from '../../../kernel/viewer.ts';
import type { Role, User } from '../accounts/user.ts';

/** The active admins. The last one cannot be removed. */
export type Admins = readonly Pick<User, 'id'>[];

export const isLastAdmin = (target: User, admins: Admins): boolean =>
  admins.every((admin) => admin.id === target.id) && target.role === 'ADMIN';

export const setRole = (actor: Person, target: User, role: Role, admins: Admins): Outcome<Role> => {
  if (actor.userId === target.id)
    return refuse('CONFLICT', 'You cannot change your own role. Ask another admin.', ['userId']);
  if (role !== 'ADMIN' && isLastAdmin(target, admins))
    return refuse('CONFLICT', 'This is the last admin. Make another account an admin first.', ['role']);
  return done(role);
};

/** Suspends an account. Staff can suspend customers; only admins can suspend staff and admins. */
export const suspend = (actor: Person, target: User, admins: Admins): Outcome<'SUSPENDED'> => {
  if (actor.userId === target.id)
    return refuse('CONFLICT', 'You cannot suspend your own account.', ['userId']);
  if (target.role !== 'CUSTOMER' && actor.role !== 'ADMIN')
    return refuse('CONFLICT', 'Only an admin can suspend staff.', ['userId']);
  if (isLastAdmin(target, admins))
    return refuse('CONFLICT', 'This is the last admin. Make another account an admin first.', ['userId']);
  return done('SUSPENDED');
};

export const reinstate = (actor: Person, target: User): Outcome<'ACTIVE'> =>
  target.role !== 'CUSTOMER' && actor.role !== 'ADMIN'
    ? refuse('CONFLICT', 'Only an admin can reinstate staff.', ['userId'])
    : done('ACTIVE');
