import { expect, test } from 'vitest';
import { newId } from './ids.ts';
import { type Audience, admit, admitService, ownerOf, type Role, type Viewer } from './viewer.ts';

const origin = { ip: null, userAgent: null };
const person = (role: Role): Viewer => ({
  kind: 'person',
  userId: newId('user'),
  role,
  sessionId: 's',
  origin,
});
const viewers = {
  guest: { kind: 'guest', origin } satisfies Viewer,
  customer: person('CUSTOMER'),
  staff: person('STAFF'),
  admin: person('ADMIN'),
  service: { kind: 'service', name: 'orders', onBehalfOf: null } satisfies Viewer,
};
const answer = (viewer: Viewer, to: Audience): string => {
  try {
    admit(viewer, to);
    return 'in';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('D05: each audience admits exactly its circle', () => {
  const table = (to: Audience) => Object.values(viewers).map((viewer) => answer(viewer, to));
  expect(table('PUBLIC')).toEqual(['in', 'in', 'in', 'in', 'in']);
  expect(table('CUSTOMER')).toEqual(['UNAUTHENTICATED', 'in', 'in', 'in', 'FORBIDDEN']);
  expect(table('STAFF')).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'in', 'in', 'FORBIDDEN']);
  expect(table('ADMIN')).toEqual(['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN', 'in', 'FORBIDDEN']);
  expect(table('SERVICE')).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'in']);
});

test('a service sees what the person sees on whose behalf it asks', () => {
  const userId = newId('user');
  expect(ownerOf({ kind: 'service', name: 'orders', onBehalfOf: userId })).toBe(userId);
  expect(ownerOf(viewers.guest)).toBeNull();
});

test('D05: what is for one service alone is refused to every other caller', () => {
  const others = [viewers.guest, viewers.admin, viewers.service];
  for (const viewer of others)
    expect(() => admitService(viewer, 'payments')).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }));
  expect(() => admitService(viewers.service, 'orders')).not.toThrow();
});
