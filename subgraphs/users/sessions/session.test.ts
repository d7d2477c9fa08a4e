import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyToken, endOf, LIFETIME_MS, type Session } from './session.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const aSession = (more: Partial<Session> = {}): Session => ({
  id: 'sess_a',
  userId: 'user_a',
  userAgent: null,
  ip: null,
  createdAt: ago(1_000),
  lastUsedAt: ago(1_000),
  expiresAt: new Date(NOW.getTime() + LIFETIME_MS),
  revokedAt: null,
  ...more,
});

test('an unused token of a live session is fresh', () => {
  expect(classifyToken({ session: aSession(), usedAt: null, successorUsedAt: null }, NOW)).toBe('fresh');
});

test('a token that was used a moment ago is a repetition, until its successor is used', () => {
  expect(classifyToken({ session: aSession(), usedAt: ago(10_000), successorUsedAt: null }, NOW)).toBe(
    'repeated',
  );
  expect(classifyToken({ session: aSession(), usedAt: ago(10_001), successorUsedAt: null }, NOW)).toBe(
    'reused',
  );
  expect(classifyToken({ session: aSession(), usedAt: ago(5), successorUsedAt: ago(1) }, NOW)).toBe('reused');
});

test('nothing of a session that is over is good for anything', () => {
  const over = [{ revokedAt: ago(1) }, { lastUsedAt: ago(14 * 86_400_000) }, { expiresAt: NOW }];
  const times = fc.option(fc.integer({ min: 0, max: LIFETIME_MS }).map(ago), { nil: null });
  fc.assert(
    fc.property(fc.constantFrom(...over), times, times, (more, usedAt, successorUsedAt) => {
      expect(classifyToken({ session: aSession(more), usedAt, successorUsedAt }, NOW)).toBe('over');
    }),
  );
});

test('a session never lasts longer than it was made for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: LIFETIME_MS }), (ms) => {
      const session = aSession({ lastUsedAt: new Date(NOW.getTime() + ms) });
      expect(endOf(session).getTime()).toBeLessThanOrEqual(session.expiresAt.getTime());
    }),
  );
});
