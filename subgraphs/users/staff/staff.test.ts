import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Person } from '../../../kernel/viewer.ts';
import type { Role, User } from '../accounts/user.ts';
import { reinstate, setRole, suspend } from './staff.ts';

const aUser = (id: string, role: Role): User => ({
  id: `user_${id}`,
  role,
  email: `${id}@example.com`,
  emailVerified: true,
  status: 'ACTIVE',
  avatar: null,
  mfaEnabled: false,
  createdAt: new Date(0),
  givenName: null,
  familyName: null,
  phone: null,
});
const as = ({ id, role }: User): Person => ({
  kind: 'person',
  userId: id,
  role,
  sessionId: 's',
  origin: { ip: null, userAgent: null },
});
const [ada, bob] = [aUser('ada', 'ADMIN'), aUser('bob', 'ADMIN')];
const [sam, carl] = [aUser('sam', 'STAFF'), aUser('carl', 'CUSTOMER')];

test('nobody raises or lowers the own role, nor suspends themselves', () => {
  for (const role of ['CUSTOMER', 'STAFF', 'ADMIN'] as const)
    expect(setRole(as(ada), ada, role, [ada, bob]).ok).toBe(false);
  expect(suspend(as(ada), ada, [ada, bob]).ok).toBe(false);
});

test('the last admin stays', () => {
  expect(setRole(as(bob), ada, 'STAFF', [ada]).ok).toBe(false);
  expect(suspend(as(bob), ada, [ada]).ok).toBe(false);
  expect(setRole(as(bob), ada, 'STAFF', [ada, bob]).ok).toBe(true);
});

test('staff suspends customers alone', () => {
  expect(suspend(as(sam), carl, [ada]).ok).toBe(true);
  expect(suspend(as(sam), ada, [ada, bob]).ok).toBe(false);
  expect(reinstate(as(sam), sam).ok).toBe(false);
  expect(reinstate(as(ada), sam).ok).toBe(true);
});

test('whatever admins do to each other in whatever order, one of them is left', () => {
  const step = fc.record({
    actor: fc.nat(3),
    target: fc.nat(3),
    role: fc.constantFrom<Role>('CUSTOMER', 'STAFF', 'ADMIN'),
    suspends: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let people = ['a', 'b', 'c', 'd'].map((id) => aUser(id, 'ADMIN'));
      const admins = () => people.filter((user) => user.role === 'ADMIN' && user.status === 'ACTIVE');
      for (const { actor, target, role, suspends } of steps) {
        const [who, whom] = [people[actor] as User, people[target] as User];
        if (!admins().includes(who)) continue;
        const outcome = suspends ? suspend(as(who), whom, admins()) : setRole(as(who), whom, role, admins());
        const change = suspends ? { status: 'SUSPENDED' as const } : { role };
        if (outcome.ok) people = people.map((user) => (user === whom ? { ...user, ...change } : user));
      }
      expect(admins().length).toBeGreaterThan(0);
    }),
  );
});
