import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  ACCESS_TOKEN_S,
  isRetired,
  isRotationDue,
  published,
  type SigningKey,
  signingNow,
  signsFrom,
} from './signingKey.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const at = (ms: number) => new Date(1_800_000_000_000 + ms);
const aKey = (id: string, created: Date, older: readonly SigningKey[]): SigningKey => ({
  id,
  publicJwk: { kty: 'OKP', x: id },
  privateJwk: 'sealed',
  createdAt: created,
  signsFrom: signsFrom(older, created),
});
const rotatedAt = (times: readonly number[]): SigningKey[] => {
  const keys: SigningKey[] = [];
  for (const [i, ms] of times.entries()) keys.unshift(aKey(`key_${i}`, at(ms), keys));
  return keys;
};

test('the first key signs at once, the next ones ten minutes after they are published', () => {
  const keys = rotatedAt([0, DAY_MS]);
  expect(signingNow(keys, at(0))?.id).toBe('key_0');
  expect(signingNow(keys, at(DAY_MS + 9 * MINUTE_MS))?.id).toBe('key_0');
  expect(signingNow(keys, at(DAY_MS + 10 * MINUTE_MS))?.id).toBe('key_1');
  expect(published(keys, at(DAY_MS)).keys.map((key) => key.kid)).toEqual(['key_1', 'key_0']);
});

test('B09: an old key goes after the last of its tokens', () => {
  const keys = rotatedAt([0, DAY_MS]);
  const kids = (minutes: number) =>
    published(keys, at(DAY_MS + minutes * MINUTE_MS)).keys.map((key) => key.kid);
  expect(kids(15)).toEqual(['key_1', 'key_0']);
  expect(kids(26)).toEqual(['key_1']);
});

test('a key is due for rotation after thirty days, or when there is none', () => {
  expect(isRotationDue([], at(0))).toBe(true);
  expect(isRotationDue(rotatedAt([0]), at(30 * DAY_MS - 1))).toBe(false);
  expect(isRotationDue(rotatedAt([0]), at(30 * DAY_MS))).toBe(true);
});

test('B09: however often keys are rotated, every token is verified by a published key until it ends', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 3 * 60 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      gaps,
      fc.integer({ min: 0, max: 24 * 60 }),
      fc.integer({ min: 0, max: ACCESS_TOKEN_S }),
      (minutes, signed, later) => {
        const times = minutes.map(
          (_, i) => minutes.slice(0, i + 1).reduce((all, gap) => all + gap, 0) * MINUTE_MS,
        );
        const signedAt = signed * MINUTE_MS;
        const known = rotatedAt(times.filter((ms, i) => i === 0 || ms <= signedAt + later * 1000));
        const signer = signingNow(
          known.filter((key) => key.createdAt <= at(signedAt)),
          at(signedAt),
        );
        if (!signer || signedAt < (times[0] ?? 0)) return;
        expect(isRetired(known, signer, at(signedAt + later * 1000))).toBe(false);
      },
    ),
  );
});
