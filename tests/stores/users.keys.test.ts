import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { signingKeysRotate } from '../../subgraphs/users/keys/signingKey.ts';
import { adapters } from '../../subgraphs/users/start.ts';
import { aUsersService, PASSWORD, SIGN_IN, type UsersService } from './users.world.ts';

let users: UsersService;
beforeAll(async () => {
  users = await aUsersService(2);
});
afterAll(() => users.stop());

const MINUTE_MS = 60_000;
const rules = { issuer: 'http://shop.example', audience: 'plexus', typ: 'at+jwt', algorithms: ['EdDSA'] };
const publishedBy = async (url = ''): Promise<JSONWebKeySet> =>
  (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as JSONWebKeySet;

/** What an operator's command does, `times` at once. */
const rotate = async (times = 1): Promise<void> => {
  const { ports, resources } = await adapters(
    users.env,
    createLog('users', 'silent'),
    () => new Date(Date.now() + users.clock.aheadMs),
  );
  await Promise.all(Array.from({ length: times }, () => signingKeysRotate(ports)(true)));
  for (const resource of resources) await resource.close();
};

test('two processes that start at once have one key between them', async () => {
  expect((await publishedBy(users.urls[0])).keys).toHaveLength(1);
  expect(await publishedBy(users.urls[0])).toEqual(await publishedBy(users.urls[1]));
});

test('B09: through a rotation each token is signed by a published key, and the old key goes at last', async () => {
  const { email } = await users.aCustomer();
  const signers = new Set<string>();
  const signInAt = async (minutes: number) => {
    users.clock.aheadMs = minutes * MINUTE_MS;
    const { tokens } = await users.mutate(SIGN_IN, { input: { email, password: PASSWORD } });
    const keys = createLocalJWKSet(await publishedBy(users.urls[1]));
    const currentDate = new Date(Date.now() + users.clock.aheadMs);
    const { protectedHeader } = await jwtVerify(String(tokens?.accessToken), keys, { ...rules, currentDate });
    signers.add(String(protectedHeader.kid));
  };
  await signInAt(0);
  await rotate(4);
  expect((await publishedBy(users.urls[0])).keys).toHaveLength(2);
  for (const minutes of [1, 9, 11, 20, 27]) await signInAt(minutes);
  expect(signers.size).toBe(2);
  expect((await publishedBy(users.urls[0])).keys).toHaveLength(1);
  users.clock.aheadMs = 0;
});
