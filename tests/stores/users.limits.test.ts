import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../../kernel/viewer.ts';
import {
  anAddress,
  aUsersService,
  codesOf,
  PASSWORD,
  SIGN_IN,
  SIGN_UP,
  type UsersService,
} from './users.world.ts';

let users: UsersService;
beforeAll(async () => {
  users = await aUsersService(2, {
    LIMIT_SIGN_IN_PER_ADDRESS: '12',
    LIMIT_SIGN_IN_PER_NETWORK: '19',
    LIMIT_SIGN_UP_PER_ADDRESS: '5',
    LIMIT_MAIL_PER_ADDRESS: '5',
  });
});
afterAll(() => users.stop());

const aNetwork = (): string => anAddress().replace(/\.\d+$/, '');
const from = (ip: string, userAgent = 'curl'): Viewer => ({ kind: 'guest', origin: { ip, userAgent } });
const attempt = (email: string, password: string, viewer: Viewer) =>
  users.send<{ signIn: object }>(SIGN_IN, { input: { email, password } }, viewer);
const isLimited = (answer: { errors: readonly { extensions: { code: string } }[] }): boolean =>
  answer.errors[0]?.extensions.code === 'RATE_LIMITED';

const looked = (answers: readonly { data: unknown }[]): number =>
  answers.filter((answer) => answer.data !== null).length;
/** Tries at once, then one after the other until it is refused; how many were looked at. A slow machine answers some too late. */
const burst = async (emailOf: (i: number) => string, ipOf: () => string, width: number): Promise<number> => {
  const wrong = (i: number) => attempt(emailOf(i), 'wrong-password-here', from(ipOf()));
  const answers = await Promise.all(Array.from({ length: width }, (_, i) => wrong(i)));
  for (let i = width; i < 3 * width && !answers.some(isLimited); i++) answers.push(await wrong(i));
  expect(answers.some(isLimited)).toBe(true);
  return looked(answers);
};

test('C02: one password on many accounts is limited by address and by network', async () => {
  const net = aNetwork();
  const nobody = (i: number) => `nobody${i}@example.com`;
  const first = await burst(nobody, () => `${net}.1`, 15);
  const second = await burst(nobody, () => `${net}.2`, 15);
  expect(first).toBeLessThanOrEqual(12);
  expect(first + second).toBeLessThanOrEqual(19);
  expect(isLimited(await attempt(nobody(1), PASSWORD, from(`${aNetwork()}.2`)))).toBe(false);
});

test('a right password does not use up tries', async () => {
  const { email } = await users.aCustomer();
  const ip = `${aNetwork()}.1`;
  for (let i = 0; i < 12; i++) expect(isLimited(await attempt(email, PASSWORD, from(ip)))).toBe(false);
});

test('sign-ups and mails are limited by address', async () => {
  const viewer = from(`${aNetwork()}.1`);
  const signUps = Array.from({ length: 7 }, (_, i) =>
    users.send(SIGN_UP, { input: { email: `${i}.${randomUUID()}@example.com`, password: PASSWORD } }, viewer),
  );
  expect((await Promise.all(signUps)).filter(isLimited)).toHaveLength(2);
  const RESET = 'mutation ($email: String!) { passwordResetRequest(email: $email) { accepted } }';
  const resets = Array.from({ length: 7 }, () => users.send(RESET, { email: 'ada@example.com' }, viewer));
  expect((await Promise.all(resets)).filter(isLimited)).toHaveLength(2);
});

test('the password of a signed-in person is tried ten times, not more', async () => {
  const { viewer } = await users.aCustomer();
  const ENROLL =
    'mutation ($password: String!) { mfaEnroll(password: $password) { secret userErrors { code field } } }';
  for (let i = 0; i < 10; i++)
    expect(codesOf(await users.mutate(ENROLL, { password: 'wrong-password-here' }, viewer))).toEqual([
      'CREDENTIALS_INVALID',
    ]);
  expect(isLimited(await users.send(ENROLL, { password: PASSWORD }, viewer))).toBe(true);
});
