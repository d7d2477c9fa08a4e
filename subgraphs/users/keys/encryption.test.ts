import { expect, test } from 'vitest';
import { encryption } from './encryption.ts';

const ours = encryption('development-secret-of-users-0123456789');
const other = encryption('development-secret-of-others-0123456789');

test('what is sealed opens with the same secret alone, and shows nothing', async () => {
  const sealed = await ours.encrypt({ to: 'ada@example.com', code: '123456' });
  for (const text of [
    sealed,
    Buffer.from(sealed, 'base64').toString('latin1'),
    Buffer.from(sealed, 'base64url').toString('latin1'),
  ])
    expect(text).not.toContain('ada@example');
  expect(await ours.decrypt(sealed)).toEqual({ to: 'ada@example.com', code: '123456' });
  await expect(other.decrypt(sealed)).rejects.toThrow();
  await expect(ours.decrypt(`${sealed.slice(0, -4)}AAAA`)).rejects.toThrow();
});

test('a keyed hash differs by purpose and by secret', () => {
  const hashes = [
    ours.keyedHash('code', '123456'),
    ours.keyedHash('refresh', '123456'),
    other.keyedHash('code', '123456'),
    ours.keyedHash('code', '123457'),
  ];
  expect(new Set(hashes).size).toBe(4);
});
