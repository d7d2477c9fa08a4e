import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';
import { newId } from '../../../kernel/ids.ts';
import type { Ports } from '../ports.ts';
import type { Encryption } from './encryption.ts';

/** A key that signs access tokens from a moment on, until the next one does. */
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
/** Whoever verifies has read a new public key long before the first token of it. */
const ANNOUNCED_MS = 10 * MINUTE_MS;
/** The last token of a key has ended long before the key goes. */
const KEPT_MS = ACCESS_TOKEN_S * 1000 + 10 * MINUTE_MS;
const MAX_AGE_MS = 30 * DAY_MS;

/** Keys are ordered newest first throughout. */
type Keys = readonly SigningKey[];

export const isRotationDue = ([newest]: Keys, now: Date): boolean =>
  !newest || now.getTime() - newest.createdAt.getTime() >= MAX_AGE_MS;

/** A key that does not sign yet is new enough: several who rotate at once make one. */
export const mayRotate = ([newest]: Keys, now: Date): boolean => !newest || newest.signsFrom <= now;

/** A new key is withRevocationJobs before it signs; the very first one signs at once. */
export const signsFrom = ([newest]: Keys, now: Date): Date =>
  new Date(now.getTime() + (newest ? ANNOUNCED_MS : 0));

export const signingNow = (keys: Keys, now: Date): SigningKey | null =>
  keys.find((key) => key.signsFrom <= now) ?? null;

/** A key is retired once its successor has signed for longer than any token lives. */
export const isRetired = (keys: Keys, key: SigningKey, now: Date): boolean => {
  const successor = keys[keys.indexOf(key) - 1];
  return successor !== undefined && successor.signsFrom.getTime() + KEPT_MS <= now.getTime();
};

export const published = (keys: Keys, now: Date): JSONWebKeySet => ({
  keys: keys
    .filter((key) => !isRetired(keys, key, now))
    .map((key) => ({ ...key.publicJwk, kid: key.id, alg: 'EdDSA', use: 'sig' })),
});

/** A fresh Ed25519 key, its private half encrypted before it goes anywhere. */
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

/** Makes a key where none is, where the newest is old, or when told to; and removes those that sign and verify nothing any more. */
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
