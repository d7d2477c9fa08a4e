import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { newId } from './ids.ts';
import type { ServiceKey } from './serviceKeys.ts';
import { tokenReader, tokenSigner } from './tokens.ts';
import type { Viewer } from './viewer.ts';

const origin = { ip: '192.0.2.1', userAgent: 'test' };
const keys: Record<string, { privateKey: JWK; publicKey: JWK }> = {};
const keyOf = (name: string): { privateKey: JWK; publicKey: JWK } =>
  keys[name] ?? { privateKey: {}, publicKey: {} };

const aPair = async (named: Readonly<{ kid: string; service?: string }>) => {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  const more = { ...named, alg: 'EdDSA' };
  return {
    privateKey: { ...(await exportJWK(pair.privateKey)), ...more } as JWK,
    publicKey: { ...(await exportJWK(pair.publicKey)), ...more } as JWK,
  };
};

beforeAll(async () => {
  for (const name of ['router', 'orders', 'carts']) keys[name] = await aPair({ kid: name });
});

const reader = (audience: string) =>
  tokenReader({ keys: Object.values(keys).map(({ publicKey }) => publicKey) }, audience);
const signer = (name: string, now?: () => number) => tokenSigner(keyOf(name).privateKey, now);
const read = (audience: string, token: string) =>
  reader(audience)(`Bearer ${token}`).then(
    (viewer) => viewer,
    (error: { code: string }) => error.code,
  );

describe('tokens between processes', () => {
  const person: Viewer = {
    kind: 'person',
    userId: newId('user'),
    role: 'STAFF',
    sessionId: newId('sess'),
    origin,
  };

  test('the router says who asks', async () => {
    expect(await read('carts', await signer('router').viewer(person, 'carts'))).toEqual(person);
    expect(await read('carts', await signer('router').viewer({ kind: 'guest', origin }, 'carts'))).toEqual({
      kind: 'guest',
      origin,
    });
  });

  test('a service asks for itself or on behalf of a customer', async () => {
    expect(await read('carts', await signer('orders').service('carts', null))).toEqual({
      kind: 'service',
      name: 'orders',
      onBehalfOf: null,
    });
    const onBehalfOf = person.userId;
    expect(await read('carts', await signer('orders').service('carts', onBehalfOf))).toMatchObject({
      onBehalfOf,
    });
  });

  test('A17: a token for one subgraph is of no use at another, nor later', async () => {
    expect(await read('orders', await signer('router').viewer(person, 'carts'))).toBe('UNAUTHENTICATED');
    const past = signer('router', () => Date.now() - 60_000);
    expect(await read('carts', await past.viewer(person, 'carts'))).toBe('UNAUTHENTICATED');
  });

  test('A16: only the router speaks for people, and only a service for itself', async () => {
    expect(await read('carts', await signer('orders').viewer(person, 'carts'))).toBe('UNAUTHENTICATED');
    expect(await read('carts', await signer('router').service('carts', null))).toBe('UNAUTHENTICATED');
  });

  test('a service cannot pass for another one', async () => {
    const stolen = tokenSigner({ ...keyOf('carts').privateKey, kid: 'orders' });
    expect(await read('carts', await stolen.service('carts', null))).toBe('UNAUTHENTICATED');
  });

  test('R40: two keys of one process are told apart by their ids, and tokens of both are taken', async () => {
    const old = await aPair({ kid: 'fingerprint-1', service: 'orders' });
    const next = await aPair({ kid: 'fingerprint-2', service: 'orders' });
    const read = tokenReader({ keys: [keyOf('carts').publicKey, old.publicKey, next.publicKey] }, 'carts');
    for (const { privateKey } of [old, next]) {
      const token = await tokenSigner(privateKey).service('carts', null);
      expect(await read(`Bearer ${token}`)).toEqual({ kind: 'service', name: 'orders', onBehalfOf: null });
    }
  });

  test('R40: two keys with one id, as in old key sets, are both taken', async () => {
    const next = await aPair({ kid: 'orders' });
    const read = tokenReader({ keys: [keyOf('orders').publicKey, next.publicKey] }, 'carts');
    for (const { privateKey } of [keyOf('orders'), next])
      expect(await read(`Bearer ${await tokenSigner(privateKey).service('carts', null)}`)).toMatchObject({
        name: 'orders',
      });
  });

  test('R40: the id of a key gives nobody another name: the owner is that of the public key', async () => {
    const carts = await aPair({ kid: 'fingerprint-3', service: 'carts' });
    const read = tokenReader({ keys: [carts.publicKey, keyOf('router').publicKey] }, 'orders');
    for (const service of ['orders', 'router']) {
      const stolen = tokenSigner({ ...carts.privateKey, service } as ServiceKey);
      for (const token of [await stolen.service('orders', null), await stolen.viewer(person, 'orders')])
        await expect(read(`Bearer ${token}`)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    }
  });

  test('B01, B02: no signature, another algorithm or no token is UNAUTHENTICATED, never an error of ours', async () => {
    const unsigned = `${Buffer.from('{"alg":"none","kid":"router"}').toString('base64url')}.e30.`;
    const hmac = await new SignJWT({ viewer: person })
      .setProtectedHeader({ alg: 'HS256', kid: 'router', typ: 'viewer+jwt' })
      .setExpirationTime('30s')
      .sign(new TextEncoder().encode(JSON.stringify(keyOf('router').publicKey)));
    for (const token of [unsigned, hmac, 'garbage', '', 'a.b.c'])
      expect(await read('carts', token)).toBe('UNAUTHENTICATED');
    await expect(reader('carts')(undefined)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('B05: a token without an expiry is refused', async () => {
    const { importJWK } = await import('jose');
    const forever = await new SignJWT({ viewer: person })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'router', typ: 'viewer+jwt' })
      .setIssuer('router')
      .setAudience('carts')
      .setIssuedAt()
      .sign(await importJWK(keyOf('router').privateKey, 'EdDSA'));
    expect(await read('carts', forever)).toBe('UNAUTHENTICATED');
  });
});
