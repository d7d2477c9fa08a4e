import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { currentRequest, withRequest } from '../../kernel/request.ts';
import type { Guest } from '../../kernel/viewer.ts';
import { emailVerificationResend, emailVerify } from '../../subgraphs/users/accounts/emailVerification.ts';
import { passwordResetRequest } from '../../subgraphs/users/accounts/passwordReset.ts';
import { signUp } from '../../subgraphs/users/accounts/signUp.ts';
import type { Ports } from '../../subgraphs/users/ports.ts';
import { signIn } from '../../subgraphs/users/sessions/signIn.ts';
import { adapters } from '../../subgraphs/users/start.ts';
import { anAddress, aUsersService, PASSWORD, SIGN_UP, type UsersService } from './users.world.ts';

let users: UsersService;
let ports: Ports;
let close: () => Promise<void>;
const work: string[] = [];
const WATCHED = 'watched-request';

/** Hashing is recorded beside what is asked of the database. */
const recorded = (passwords: Ports['passwords']): Ports['passwords'] => ({
  withSlot: passwords.withSlot,
  hash: (password) => {
    work.push('a hash is made');
    return passwords.hash(password);
  },
  verify: (password, kept) => {
    work.push('a hash is compared');
    return passwords.verify(password, kept);
  },
});

beforeAll(async () => {
  users = await aUsersService();
  const opened = await adapters(users.env, createLog('users'));
  ports = { ...opened.ports, passwords: recorded(opened.ports.passwords) };
  close = async () => {
    for (const resource of opened.resources) await resource.close();
  };
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [asked] = args as [string | { text?: string }];
    if (currentRequest()?.id === WATCHED) work.push(typeof asked === 'string' ? asked : String(asked.text));
    return query.apply(this, args);
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await close();
  await users.stop();
});

const guest = (): Guest => ({ kind: 'guest', origin: { ip: anAddress(), userAgent: 'curl' } });
/** All that is done before the answer is given. */
const workOf = async (ask: () => Promise<unknown>): Promise<string[]> => {
  work.length = 0;
  await withRequest({ id: WATCHED, deadline: Date.now() + 60_000 }, ask);
  return [...work];
};

const OPERATIONS: Readonly<Record<string, (email: string) => Promise<unknown>>> = {
  signIn: (email) => signIn(ports)(guest(), { email, password: 'wrong-password-here' }),
  signUp: (email) => signUp(ports)(guest(), { email, password: 'quite-another-secret' }),
  passwordResetRequest: (email) => passwordResetRequest(ports)(guest(), email),
  emailVerificationResend: (email) => emailVerificationResend(ports)(guest(), email),
  'emailVerify with a code': (email) => emailVerify(ports)(guest(), { email, code: '000000' }),
};

test.each(Object.entries(OPERATIONS))(
  'C04: %s does the same work whether or not there is such an account, verified or not',
  async (_, operation) => {
    const { email: verified } = await users.aCustomer();
    const unverified = `${crypto.randomUUID()}@example.com`;
    await users.mutate(SIGN_UP, { input: { email: unverified, password: PASSWORD } });
    await users.mail(unverified, /(\d{6})/);
    const nobody = await workOf(() => operation(`${crypto.randomUUID()}@example.com`));
    expect(nobody.length).toBeGreaterThan(0);
    expect(await workOf(() => operation(verified))).toEqual(nobody);
    expect(await workOf(() => operation(unverified))).toEqual(nobody);
  },
);
