import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import { newId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import type { Encryption } from './encryption.ts';

/** A key that signs access tokens from `signsFrom` until the next key does. */
export type SigningKey = Readonly<{
  id: string;
  publicJwk: JWK;
  privateJwk: string;
  createdAt: Date;
  signsFrom: Date;
}>;

export const ACCESS_TOKEN_S = 300;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Long enough for every verifier to load a new public key before its first token. */
const ANNOUNCED_MS = 10 * MINUTE_MS;
/** Long enough for the last token of a key to expire. */
const KEPT_MS = ACCESS_TOKEN_S * 1000 + 10 * MINUTE_MS;
const MAX_AGE_MS = 30 * DAY_MS;

/** Ordered newest first. */
type Keys = readonly SigningKey[];

export const isRotationDue = ([newest]: Keys, now: Date): boolean =>
  !newest || now.getTime() - newest.createdAt.getTime() >= MAX_AGE_MS;

/** A key that does not sign yet counts as new, so that concurrent rotations create only one. */
export const mayRotate = ([newest]: Keys, now: Date): boolean => !newest || newest.signsFrom <= now;

/** A new key is published before it signs. The first key signs immediately. */
export const signsFrom = ([newest]: Keys, now: Date): Date =>
  new Date(now.getTime() + (newest ? ANNOUNCED_MS : 0));

export const signingNow = (keys: Keys, now: Date): SigningKey | null =>
  keys.find((key) => key.signsFrom <= now) ?? null;

/** A key is retired when its successor has signed for longer than any token lives. */
export const isRetired = (keys: Keys, key: SigningKey, now: Date): boolean => {
  const successor = keys[keys.indexOf(key) - 1];
  return successor !== undefined && successor.signsFrom.getTime() + KEPT_MS <= now.getTime();
};

export const published = (keys: Keys, now: Date): JSONWebKeySet => ({
  keys: keys
    .filter((key) => !isRetired(keys, key, now))
    .map((key) => ({ ...key.publicJwk, kid: key.id, alg: 'EdDSA', use: 'sig' })),
});

/** Creates an Ed25519 key. The private key is encrypted before it is stored. */
export const makeKey = async (encryption: Encryption, keys: Keys, now: Date): Promise<SigningKey> => {
  const pair = await generateKeyPair('Ed25519', { extractable: true });
  const privateJwk = await encryption.encrypt(await exportJWK(pair.privateKey));
  return {
    id: newId('key'),
    publicJwk: await exportJWK(pair.publicKey),
    privateJwk,
    createdAt: now,
    signsFrom: signsFrom(keys, now),
  };
};

/** Creates a key if there is none, the newest is too old or `evenIfYoung` is set. Deletes retired keys. Safe to repeat. */
export const signingKeysRotate =
  ({ signingKeys, encryption, now }: Pick<Ports, 'signingKeys' | 'encryption' | 'now'>) =>
  async (evenIfYoung = false): Promise<void> => {
    const keys = await signingKeys.list();
    const at = now();
    const wanted = evenIfYoung || isRotationDue(keys, at);
    if (wanted && mayRotate(keys, at))
      await signingKeys.addAfter(keys[0] ?? null, await makeKey(encryption, keys, at));
    const retired = keys.filter((key) => isRetired(keys, key, at)).map((key) => key.id);
    if (retired.length > 0) await signingKeys.remove(retired);
  };
