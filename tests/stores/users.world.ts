import { randomInt } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import type { Running } from '../../kernel/lifecycle.ts';
import { createLog } from '../../kernel/log.ts';
import { tokenSigner } from '../../kernel/tokens.ts';
import type { Person, Viewer } from '../../kernel/viewer.ts';
import { noteEnvironment } from '../../scripts/test/secrets.ts';
import { usersEnv } from '../../subgraphs/users/env.ts';
import { start } from '../../subgraphs/users/start.ts';
import { ask, bearer, until } from '../support/client.ts';
import { makeKeys } from '../support/keys.ts';
import { cache, freshDatabase } from '../support/stores.ts';

export const PASSWORD = 'correct-horse-battery';
/** An address that no other test comes from: limits are counted in one Redis for all. */
export const anAddress = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;
export const aBrowser = { ip: anAddress(), userAgent: 'Firefox on a laptop' };
const guest: Viewer = { kind: 'guest', origin: aBrowser };

const TOKENS =
  'tokens { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt } user { id email emailVerified role } userErrors { code field }';
export const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { ${TOKENS} } }`;
export const VERIFY = `mutation ($input: EmailVerifyInput!) { emailVerify(input: $input) { ${TOKENS} } }`;
export const REFRESH = `mutation ($token: String!) { sessionRefresh(refreshToken: $token) { ${TOKENS} } }`;
export const SIGN_UP =
  'mutation ($input: SignUpInput!) { signUp(input: $input) { accepted userErrors { code field } } }';

type Tokens = {
  accessToken: string;
  accessTokenExpiresAt: string;
  refreshToken: string;
  refreshTokenExpiresAt: string;
};
type AddressView = { id: string; city: string; isDefaultShipping: boolean; isDefaultBilling: boolean };
type SessionView = { id: string; current: boolean; ip: string | null; userAgent: string | null };
export type UserView = {
  id: string;
  email: string;
  emailVerified: boolean;
  givenName: string | null;
  role: string;
  status: string;
  mfaEnabled: boolean;
  addresses: AddressView[];
  sessions: SessionView[];
};
/** All that a mutation of users may answer; each answers a part. */
export type Payload = {
  accepted: boolean;
  tokens: Tokens | null;
  user: UserView | null;
  address: AddressView | null;
  deletedId: string | null;
  secret: string | null;
  uri: string | null;
  recoveryCodes: string[] | null;
  userErrors: { code: string; field: string[] | null }[];
};
export const codesOf = ({ userErrors }: Payload): string[] => userErrors.map(({ code }) => code);

const fromQuotedPrintable = (mail: string): string =>
  mail
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const claimsOf = (accessToken: string): { sub: Person['userId']; sid: string; role: Person['role'] } =>
  JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());

type Raw = Record<string, string>;
type Launch = (env: Raw, now: () => Date) => Promise<Running>;
const inProcess: Launch = (env, now) => start(usersEnv.parse(env), createLog('users', 'silent'), now);

/** A users service of its own on real datastores, with a clock that a test may turn, and the mails it sends. */
export const aUsersService = async (
  processes = 1,
  more: Raw = {},
  through = async (url: string) => url,
  launch: Launch = inProcess,
) => {
  const keys = await makeKeys();
  const dataDir = mkdtempSync(join(tmpdir(), 'plexus-users-'));
  const database = await freshDatabase('users');
  const clock = { aheadMs: 0 };
  const raw: Raw = {
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'silent',
    DATA_DIR: dataDir,
    PUBLIC_URL: 'http://shop.example',
    SERVICE_PRIVATE_KEY: JSON.stringify(keys.privateOf('users')),
    SERVICE_PUBLIC_KEYS: JSON.stringify(keys.publicKeys),
    USERS_DATABASE_URL: await through(database),
    CACHE_REDIS_URL: cache(),
    TOKEN_KEY_SECRET: 'development-secret-0123456789-0123456789',
    LINK_SECRET: 'development-links-0123456789-0123456789',
    ...Object.fromEntries(
      ['PRODUCTS', 'CARTS', 'ORDERS', 'PAYMENTS'].map((name) => [
        `${name}_URL`,
        'http://127.0.0.1:9/graphql',
      ]),
    ),
    ...more,
  };
  const env = usersEnv.parse(raw);
  noteEnvironment(raw);
  const now = () => new Date(Date.now() + clock.aheadMs);
  const running = await Promise.all(Array.from({ length: processes }, () => launch(raw, now)));
  const router = tokenSigner(keys.privateOf('router'));
  const orders = tokenSigner(keys.privateOf('orders'));
  const sql = new Client({ connectionString: database });
  await sql.connect();

  let turn = 0;
  const headersOf = async (viewer: Viewer) =>
    bearer(
      await (viewer.kind === 'service'
        ? orders.service('users', viewer.onBehalfOf)
        : router.viewer(viewer, 'users')),
    );
  const send = async <Data>(query: string, variables: object = {}, viewer: Viewer = guest) => {
    return ask<Data>(running[turn++ % running.length]?.url ?? '', query, variables, await headersOf(viewer));
  };
  /** The payload of a mutation that must not have errors beside it. */
  const mutate = async (query: string, variables: object = {}, viewer: Viewer = guest): Promise<Payload> => {
    const answer = await send<Record<string, Payload>>(query, variables, viewer);
    const [payload] = Object.values(answer.data ?? {});
    if (!payload || answer.errors.length > 0) throw new Error(answer.text);
    return payload;
  };
  /** What the mails to somebody have of this in them. */
  const mails = async (to: string, pattern: RegExp): Promise<string[]> => {
    const folder = join(dataDir, 'mail');
    const names = readdirSync(dataDir).includes('mail')
      ? readdirSync(folder).filter((name) => name.endsWith('.eml'))
      : [];
    const texts = names.map((name) => fromQuotedPrintable(readFileSync(join(folder, name), 'utf8')));
    return texts
      .filter((text) => text.includes(`To: ${to}`))
      .flatMap((text) => pattern.exec(text)?.[1] ?? []);
  };
  const mail = (to: string, pattern: RegExp): Promise<string> =>
    until(`mail to ${to} with ${pattern}`, async () => (await mails(to, pattern))[0]);
  const personOf = (accessToken: string, origin = aBrowser): Person => {
    const { sub, sid, role } = claimsOf(accessToken);
    return { kind: 'person', userId: sub, role, sessionId: sid, origin };
  };
  /** Somebody who has signed up, verified the address and is signed in. */
  const aCustomer = async (email = `${crypto.randomUUID()}@example.com`) => {
    const somewhere: Viewer = { kind: 'guest', origin: { ip: anAddress(), userAgent: null } };
    await mutate(SIGN_UP, { input: { email, password: PASSWORD } }, somewhere);
    const code = await mail(email, /(?:^|[^0-9A-Za-z])([0-9]{6})(?:[^0-9A-Za-z]|$)/m);
    const { tokens } = await mutate(VERIFY, { input: { email, code } });
    if (!tokens) throw new Error(`${email} was not signed in`);
    return { email, tokens, viewer: personOf(tokens.accessToken) };
  };
  /** Whether the router refuses the access tokens of a session. */
  const redis = new Redis(cache());
  const revoked = async (sessionId: string): Promise<boolean> =>
    (await redis.exists(`session:revoked:${sessionId}`)) === 1;
  /** Begins what needs an account while somebody else holds it, lets that somebody change it, and answers what came of it. */
  const meanwhile = async <T>(
    userId: string,
    change: string,
    begin: () => Promise<T>,
    enough = () => Promise.resolve(),
  ): Promise<T> => {
    const other = new Client({ connectionString: database });
    await other.connect();
    await other.query('begin');
    await other.query('select 1 from users where id = $1 for update', [userId]);
    const begun = begin();
    const waiting =
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    await until('it waits for the account', async () => (await sql.query(waiting)).rows.length > 0);
    await enough();
    await other.query(change, [userId]);
    await other.query('commit');
    await other.end();
    return begun;
  };
  const setRole = (email: string, role: string) =>
    sql.query('update users set role = $2::role where email = $1', [email, role]);

  return {
    raw,
    keys,
    headersOf,
    dataDir,
    send,
    mutate,
    mail,
    mails,
    aCustomer,
    personOf,
    setRole,
    meanwhile,
    revoked,
    clock,
    sql,
    env,
    urls: running.map(({ url }) => url),
    stop: async () => {
      await sql.end().catch(() => undefined);
      await redis.quit();
      await Promise.all(running.map((each) => each.stop()));
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
export type UsersService = Awaited<ReturnType<typeof aUsersService>>;
