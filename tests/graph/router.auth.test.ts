import { createHmac, generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { createLog } from '../../kernel/log.ts';
import { accessTokens } from '../../router/http/auth.ts';
import { remoteKeys } from '../../router/http/jwks.http.ts';
import {
  accessKey,
  accessToken,
  ask,
  type Claims,
  code,
  PUBLIC_URL,
  plainServer,
  startWorld,
  type World,
} from './fixtures.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const total = () => Object.values(world.calls).reduce((a, b) => a + b, 0);
const QUERY = '{ categories { id } me { id } }';
const refused = async (token: string, headers: Record<string, string> = {}) => {
  const before = total();
  const answer = await ask(world.url, QUERY, { token, headers });
  expect([answer.status, code(answer)], answer.text).toEqual([401, 'UNAUTHENTICATED']);
  expect(answer.headers.get('content-type')).toMatch(/application\/json/);
  expect(total()).toBe(before);
};
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const parts = async (claims: Claims = {}) =>
  (await accessToken(claims)).split('.') as [string, string, string];

test('a good token is the person that it names', async () => {
  const sub = newId('user');
  const answer = await ask(world.url, QUERY, { token: await accessToken({ sub }) });
  expect(answer.data).toMatchObject({ me: { id: sub } });
});

test('B01: tokens without a signature are refused, and nothing of the query runs', async () => {
  const [, payload, signature] = await parts();
  for (const alg of ['none', 'None', 'NONE', '']) {
    await refused(`${encode({ alg, typ: 'at+jwt', kid: 'access-1' })}.${payload}.`);
    await refused(`${encode({ alg, typ: 'at+jwt', kid: 'access-1' })}.${payload}.${signature}`);
  }
  const [header] = await parts();
  await refused(`${header}.${payload}.`);
  await refused(`${header}.${payload}`);
  await refused('garbage');
  await refused('');
});

test('B02: a token signed with the public key as a secret is refused', async () => {
  const [, payload] = await parts();
  const header = encode({ alg: 'HS256', typ: 'at+jwt', kid: 'access-1' });
  for (const secret of [
    JSON.stringify(accessKey.public),
    String(accessKey.public.x),
    Buffer.from(String(accessKey.public.x), 'base64url'),
  ]) {
    await refused(
      `${header}.${payload}.${createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')}`,
    );
  }
});

test('B04: keys that a token brings or points to are never used nor fetched', async () => {
  const fetched: string[] = [];
  const bait = await plainServer((request, response) => {
    fetched.push(request.url ?? '');
    response.end('{"keys":[]}');
  });
  const own = generateKeyPairSync('ed25519');
  const mine = { ...(own.privateKey.export({ format: 'jwk' }) as JWK), kid: 'mine' };
  for (const header of [
    { jwk: own.publicKey.export({ format: 'jwk' }) as JWK },
    { jku: `${bait.url}/jwks` },
    { x5u: `${bait.url}/x5u` },
    { x5c: ['MA=='] },
  ]) {
    await refused(await accessToken({}, { ...header, kid: 'mine' }, mine));
    await refused(await accessToken({}, { ...header }));
  }
  const [, payload, signature] = await parts();
  await refused(
    `${encode({ alg: 'EdDSA', typ: 'at+jwt', kid: 'access-1', crit: ['x'], x: 1 })}.${payload}.${signature}`,
  );
  await refused(await accessToken({}, {}, mine));
  expect(fetched).toEqual([]);
  await bait.stop();
});

test('B05: another issuer or audience is refused, also among others', async () => {
  const wrong: Claims[] = [
    { aud: 'other' },
    { aud: ['plexus', 'other'] },
    { aud: ['plexus'] },
    { iss: 'http://evil.test' },
    { iss: `${PUBLIC_URL}/` },
  ];
  for (const claims of wrong) await refused(await accessToken(claims));
  for (const missing of ['iss', 'aud', 'sub', 'sid', 'role', 'exp', 'iat', 'jti'])
    await refused(await accessToken({ [missing]: undefined }));
});

test('B06: expired, not yet issued and odd claims are refused', async () => {
  const at = Math.floor(Date.now() / 1000);
  await refused(await accessToken({ exp: at - 10 }));
  await refused(await accessToken({ nbf: at + 100 }));
  await refused(await accessToken({ role: 'ROOT' }));
  await refused(await accessToken({ sub: 'admin' }));
  await refused(await accessToken({}, { typ: 'JWT' }));
});

test('B07: tokens of other kinds are no access tokens', async () => {
  for (const typ of ['viewer+jwt', 'service+jwt', 'rt+jwt', 'reset+jwt'])
    await refused(await accessToken({}, { typ }));
  await refused('x'.repeat(43));
});

test('A15, B07: neither nothing nor an access token opens a subgraph', async () => {
  for (const authorization of [undefined, `Bearer ${await accessToken()}`]) {
    const response = await fetch(world.subgraphUrls.users, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: JSON.stringify({ query: '{ _service { sdl } }' }),
    });
    expect(response.status).toBe(401);
  }
});

test('A16: identity comes from the token alone', async () => {
  const forged = {
    'x-user-id': newId('user'),
    'x-role': 'ADMIN',
    'X-Viewer': '{"role":"ADMIN"}',
    'x-user-roles': 'ADMIN',
    'x-forwarded-user': 'admin',
  };
  expect((await ask(world.url, '{ me { id } }', { headers: forged })).data).toEqual({ me: null });
  expect(code(await ask(world.url, '{ orders { totalCount } }', { headers: forged }))).toBe(
    'UNAUTHENTICATED',
  );
  expect(
    code(await ask(world.url, '{ orders { totalCount } }', { headers: forged, token: await accessToken() })),
  ).toBe('FORBIDDEN');
  expect(
    (await ask(world.url, '{ orders { totalCount } }', { token: await accessToken({ role: 'STAFF' }) })).data,
  ).toEqual({
    orders: { totalCount: 1 },
  });
});

test('B14: a token in the address or in a cookie is not read', async () => {
  const token = await accessToken();
  const search = new URLSearchParams({
    query: '{ me { id } }',
    access_token: token,
    token,
    authorization: `Bearer ${token}`,
  });
  const headers = {
    'apollo-require-preflight': '1',
    cookie: `access_token=${token}; authorization=Bearer ${token}`,
  };
  expect(await (await fetch(`${world.url}/graphql?${search}`, { headers })).json()).toEqual({
    data: { me: null },
  });
});

test('B09: keys rotate without a refused token, and a retired key is refused', async () => {
  const next = generateKeyPairSync('ed25519');
  const published = [{ ...accessKey.public }];
  let fetches = 0;
  let now = Date.now();
  const issuer = await plainServer((_, response) => {
    fetches += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
  });
  const identify = accessTokens(
    remoteKeys(issuer.url, createLog('tests', 'silent'), () => now),
    PUBLIC_URL,
  );
  const old = await accessToken();
  await identify([`Bearer ${old}`]);
  const fresh = await accessToken(
    {},
    { kid: 'access-2' },
    { ...(next.privateKey.export({ format: 'jwk' }) as JWK), kid: 'access-2' },
  );
  for (let i = 0; i < 20; i++)
    await expect(identify([`Bearer ${await accessToken({}, { kid: `unknown-${i}` })}`])).rejects.toThrow();
  expect(fetches).toBe(1);
  published.push({ ...(next.publicKey.export({ format: 'jwk' }) as JWK), kid: 'access-2', alg: 'EdDSA' });
  now += 61_000;
  expect(await identify([`Bearer ${fresh}`])).toMatchObject({ kind: 'person' });
  expect(fetches).toBe(2);
  published.shift();
  now += 61_000;
  await expect(identify([`Bearer ${await accessToken({}, { kid: 'unknown' })}`])).rejects.toThrow();
  await expect(identify([`Bearer ${old}`])).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  await issuer.stop();
  now += 61_000;
  expect(await identify([`Bearer ${fresh}`])).toMatchObject({ kind: 'person' });
});

test('while the keys cannot be fetched, tokens are an outage and guests are served', async () => {
  const lost = await startWorld({ USERS_URL: 'http://127.0.0.1:9/graphql' });
  const answer = await ask(lost.url, '{ categories { id } }', { token: await accessToken() });
  expect([answer.status, code(answer)]).toEqual([503, 'SERVICE_UNAVAILABLE']);
  expect((await ask(lost.url, '{ categories { id } }')).status).toBe(200);
  await lost.stop();
});
