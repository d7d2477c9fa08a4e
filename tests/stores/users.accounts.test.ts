import { randomUUID } from 'node:crypto';
import { parse, print, visit } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { typeDefs } from '../../generated/users/schema.ts';
import { hashToken } from '../../subgraphs/users/keys/encryption.ts';
import { ask, until } from '../support/client.ts';
import {
  aUsersService,
  codesOf,
  PASSWORD,
  SIGN_IN,
  SIGN_UP,
  type UsersService,
  VERIFY,
} from './users.world.ts';

let users: UsersService;
beforeAll(async () => {
  users = await aUsersService();
});
afterAll(() => users.stop());

const CODE = /(?:^|[^0-9A-Za-z])([0-9]{6})(?:[^0-9A-Za-z]|$)/m;
const LINK = /[?&#]verification=([\w.~-]{20,})/;
const LINK_OF_RESET = /reset-password\?token=([\w.~-]{20,})/;
const RESEND =
  'mutation ($email: String!) { emailVerificationResend(email: $email) { accepted userErrors { code field } } }';
const ASK_RESET =
  'mutation ($email: String!) { passwordResetRequest(email: $email) { accepted userErrors { code field } } }';
const RESET =
  'mutation ($input: PasswordResetInput!) { passwordReset(input: $input) { accepted userErrors { code field } } }';
const newAddress = () => `${randomUUID()}@example.com`;
const signIn = (email: string, password = PASSWORD) => users.mutate(SIGN_IN, { input: { email, password } });
const signUp = (email: string, password = PASSWORD) =>
  users.mutate(SIGN_UP, { input: { email, password, givenName: 'Ada' } });
/** Waits until every sign-up that was taken has been looked into. */
const registered = () =>
  until('all sign-ups to be looked into', async () => {
    const waiting = `select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'register'`;
    return (await users.sql.query(waiting)).rows.length === 0;
  });
const count = async (sql: string, ...values: string[]) =>
  Number((await users.sql.query(sql, values)).rows[0].count);

test('who signs up may not sign in before the address is verified', async () => {
  const email = newAddress();
  expect(await signUp(email)).toEqual({ accepted: true, userErrors: [] });
  await users.mail(email, CODE);
  expect(codesOf(await signIn(email))).toEqual(['EMAIL_NOT_VERIFIED']);
  expect(codesOf(await signIn(email, 'another-password-1'))).toEqual(['CREDENTIALS_INVALID']);
});

test('the link of the mail verifies as the code does', async () => {
  const email = newAddress();
  await signUp(email);
  const { user, tokens } = await users.mutate(VERIFY, { input: { token: await users.mail(email, LINK) } });
  expect(user).toMatchObject({ email, emailVerified: true });
  expect(tokens?.accessToken).toBeTruthy();
});

test('C04: signing up with a taken address looks alike, and its owner gets a mail', async () => {
  const { email } = await users.aCustomer();
  expect(await signUp(email, 'quite-another-secret')).toEqual({ accepted: true, userErrors: [] });
  expect(await users.mail(email, /(You already have an account)/)).toBeTruthy();
  expect((await signIn(email)).tokens).not.toBeNull();
});

test('C04: the owner of an address that others give again and again is told three times an hour', async () => {
  const { viewer } = await users.aCustomer();
  const [{ email }] = (await users.sql.query('select email from users where id = $1', [viewer.userId])).rows;
  for (let i = 0; i < 5; i++) await signUp(email, 'quite-another-secret');
  await registered();
  expect(
    await count(
      "select count(*) from security_events where user_id = $1 and kind = 'ADDRESS_TRIED'",
      viewer.userId,
    ),
  ).toBe(3);
});

test('C04: asking for mails looks alike whether or not there is an account, and nobody else gets any', async () => {
  const nobody = newAddress();
  for (const query of [RESEND, ASK_RESET])
    expect(await users.mutate(query, { email: nobody })).toEqual(
      await users.mutate(query, { email: (await users.aCustomer()).email }),
    );
  expect(await count('select count(*) from users where email = $1', nobody)).toBe(0);
});

test('C05: an address gets three codes an hour, and more later', async () => {
  const email = newAddress();
  const issued = () =>
    count('select count(*) from challenges c join users u on u.id = c.user_id where email = $1', email);
  await Promise.all(Array.from({ length: 5 }, () => signUp(email)));
  await registered();
  expect(await issued()).toBe(3);
  await users.sql.query("update challenges set created_at = created_at - interval '61 minutes'");
  await signUp(email);
  await registered();
  expect(await issued()).toBe(4);
});

test('C05: nothing of a code or a link is in the database but hashes', async () => {
  const email = newAddress();
  await signUp(email);
  const [code, token] = [await users.mail(email, CODE), await users.mail(email, LINK)];
  const rows = JSON.stringify((await users.sql.query('select * from challenges')).rows);
  expect(rows).not.toContain(code);
  expect(rows).not.toContain(token);
  expect(rows).not.toContain(PASSWORD);
});

test('a mail confirms the sign-up that caused it, and nobody else’s password', async () => {
  const email = newAddress();
  await signUp(email, 'the-first-persons-secret');
  const first = await users.mail(email, CODE);
  await signUp(email, 'somebody-elses-secret-7');
  await users.mutate(VERIFY, { input: { email, code: first } });
  expect((await signIn(email, 'the-first-persons-secret')).tokens).not.toBeNull();
  expect((await signIn(email, 'somebody-elses-secret-7')).tokens).toBeNull();
});

test('a mail that was asked for after two sign-ups verifies the address, and brings nobody’s password into force', async () => {
  const email = newAddress();
  await signUp(email, 'somebody-elses-secret-7');
  const first = await users.mail(email, LINK);
  await signUp(email);
  await registered();
  await users.mutate(RESEND, { email });
  const other = new RegExp(`verification=((?!${first})[\\w.~-]{20,})`);
  const links = await until('three mails', async () => {
    const tokens = await users.mails(email, LINK);
    return tokens.length === 3 && tokens;
  });
  expect(links.filter((link) => other.test(`verification=${link}`))).toHaveLength(2);
  const { rows } = await users.sql.query(
    'select token_hash from challenges c join users u on u.id = c.user_id where email = $1 and c.grant = \'{"passwordHash": null}\'',
    [email],
  );
  const asked = links.find((link) => hashToken(link) === rows[0]?.token_hash);
  expect((await users.mutate(VERIFY, { input: { token: asked } })).user).toMatchObject({
    emailVerified: true,
  });
  for (const password of ['somebody-elses-secret-7', PASSWORD])
    expect((await signIn(email, password)).tokens).toBeNull();
  await users.mutate(ASK_RESET, { email });
  const token = await users.mail(email, LINK_OF_RESET);
  expect((await users.mutate(RESET, { input: { token, newPassword: PASSWORD } })).accepted).toBe(true);
  expect((await signIn(email)).tokens).not.toBeNull();
});

test('C06: a reset token sets the password once, ends all sessions, and other tokens with it', async () => {
  const { email, viewer } = await users.aCustomer();
  await users.mutate(ASK_RESET, { email });
  const token = await users.mail(email, LINK_OF_RESET);
  await users.mutate(ASK_RESET, { email });
  await until('the other mail', async () => (await users.mails(email, LINK_OF_RESET)).length === 2);
  const newPassword = 'a-brand-new-password';
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => users.mutate(RESET, { input: { token, newPassword } })),
  );
  expect(answers.map((payload) => payload.accepted).sort()).toEqual([false, false, false, true]);
  expect(answers.flatMap(codesOf)).toEqual(['TOKEN_INVALID', 'TOKEN_INVALID', 'TOKEN_INVALID']);
  expect(
    await count(
      'select count(*) from challenges c join users u on u.id = c.user_id where email = $1 and used_at is null',
      email,
    ),
  ).toBe(0);
  expect(
    await count('select count(*) from sessions where user_id = $1 and revoked_at is null', viewer.userId),
  ).toBe(0);
  expect((await signIn(email)).tokens).toBeNull();
  expect((await signIn(email, newPassword)).tokens).not.toBeNull();
});

test('C06: a reset token that was guessed or is 31 minutes old is none', async () => {
  const { email } = await users.aCustomer();
  await users.mutate(ASK_RESET, { email });
  const token = await users.mail(email, LINK_OF_RESET);
  const newPassword = 'a-brand-new-password';
  expect(codesOf(await users.mutate(RESET, { input: { token: 'x'.repeat(43), newPassword } }))).toEqual([
    'TOKEN_INVALID',
  ]);
  users.clock.aheadMs = 31 * 60_000;
  expect(codesOf(await users.mutate(RESET, { input: { token, newPassword } }))).toEqual(['TOKEN_INVALID']);
  users.clock.aheadMs = 0;
  expect(codesOf(await users.mutate(RESET, { input: { token, newPassword: 'short' } }))).toEqual([
    'PASSWORD_TOO_WEAK',
  ]);
  expect((await users.mutate(RESET, { input: { token, newPassword } })).accepted).toBe(true);
});

test('C07: links lead to the configured shop, whatever host a request names', async () => {
  const { email } = await users.aCustomer();
  const forged = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    origin: 'http://evil.example',
    referer: 'http://evil.example/',
  };
  const headers = {
    ...forged,
    ...(await users.headersOf({ kind: 'guest', origin: { ip: null, userAgent: null } })),
  };
  await ask(users.urls[0] ?? '', ASK_RESET, { email }, headers);
  expect(await users.mail(email, /(http:\/\/shop\.example\/reset-password\?token=)/)).toBeTruthy();
});

test('G14: nobody says where a link of a mail leads, or where to go after it', () => {
  const inputs: string[] = [];
  visit(parse(typeDefs), {
    InputValueDefinition: (node) => void inputs.push(`${node.name.value}: ${print(node.type)}`),
  });
  expect(inputs).toContain('email: String!');
  expect(inputs.filter((input) => /url|redirect|return|callback|next|link|origin|host/i.test(input))).toEqual(
    [],
  );
});

test('C08: a password that differs in Unicode form alone is the same', async () => {
  const email = newAddress();
  await signUp(email, 'crème brûlée à la mode'.normalize('NFD'));
  await users.mutate(VERIFY, { input: { email, code: await users.mail(email, CODE) } });
  expect((await signIn(email, 'crème brûlée à la mode'.normalize('NFC'))).tokens).not.toBeNull();
});

test('C10: a hash of weaker parameters is replaced when its owner signs in', async () => {
  const { email, viewer } = await users.aCustomer();
  const { hash } = await import('argon2');
  await users.sql.query('update credentials set password_hash = $2 where user_id = $1', [
    viewer.userId,
    await hash(PASSWORD, { memoryCost: 4096, timeCost: 3 }),
  ]);
  expect((await signIn(email)).tokens).not.toBeNull();
  const { rows } = await users.sql.query('select password_hash from credentials where user_id = $1', [
    viewer.userId,
  ]);
  expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,(t=2,p=1|p=1,t=2)\$/);
  expect((await signIn(email)).tokens).not.toBeNull();
});

test('C11: an address in other letters is the same account, and a line break is none', async () => {
  const { email } = await users.aCustomer();
  expect((await signIn(` ${email.toUpperCase()} `)).tokens).not.toBeNull();
  const answer = await users.send(SIGN_UP, {
    input: { email: 'ada@example.com\r\nBcc: all@example.com', password: PASSWORD },
  });
  expect(answer.errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
});

test('D04: nobody signs up as an admin', async () => {
  const answer = await users.send(SIGN_UP, {
    input: { email: newAddress(), password: PASSWORD, role: 'ADMIN' },
  });
  expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});
