import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { ownerOf, type ServiceKey } from '../../kernel/serviceKeys.ts';
import { SERVICES, type ServiceName } from '../start/processes.ts';

/** What is made for development says so, and production refuses it. */
export type Purpose = 'development' | 'production';
export type Keys = Readonly<Record<ServiceName, ServiceKey>>;

/**
 * The keys of all processes and where each is in its rotation. The keys that sign now are private, and so are those that are announced:
 * published everywhere, and not signing yet. Of those that were replaced the public half is kept until no process uses them.
 */
export type RotatingKeys = Readonly<{
  SERVICE_PRIVATE_KEYS: Keys;
  SERVICE_KEYS_ANNOUNCED?: readonly ServiceKey[];
  SERVICE_KEYS_REPLACED?: readonly ServiceKey[];
}>;

/** A new Ed25519 key of a process. Its `kid` is its fingerprint, the SHA-256 thumbprint of RFC 7638. */
export const makeKey = async (
  service: ServiceName,
  purpose: Purpose,
  now = new Date(),
): Promise<ServiceKey> => {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  const mark = purpose === 'development' ? { plexus: 'development' } : {};
  return {
    kid: await calculateJwkThumbprint(jwk),
    service,
    createdAt: now.toISOString(),
    alg: 'EdDSA',
    use: 'sig',
    ...mark,
    ...jwk,
  };
};

export const makeKeys = async (purpose: Purpose): Promise<Keys> =>
  Object.fromEntries(
    await Promise.all(SERVICES.map(async (name) => [name, await makeKey(name, purpose)])),
  ) as Keys;

export const publicHalf = ({ d: _, ...key }: ServiceKey): ServiceKey => key;

/** The public halves of all keys that a process has to accept: those that sign, are announced or were replaced. */
export const publicKeys = (keys: RotatingKeys): { keys: ServiceKey[] } => ({
  keys: [
    ...SERVICES.map((name) => keys.SERVICE_PRIVATE_KEYS[name]),
    ...(keys.SERVICE_KEYS_ANNOUNCED ?? []),
    ...(keys.SERVICE_KEYS_REPLACED ?? []),
  ].map(publicHalf),
});

const without = (keys: readonly ServiceKey[] | undefined, names: readonly string[]): readonly ServiceKey[] =>
  (keys ?? []).filter((key) => !names.includes(ownerOf(key)));

/** First step: a new key of each of these processes is announced. One that was announced and never used is dropped. */
export const announce = async <K extends RotatingKeys>(
  keys: K,
  names: readonly ServiceName[],
  purpose: Purpose,
): Promise<K> => ({
  ...keys,
  SERVICE_KEYS_ANNOUNCED: [
    ...without(keys.SERVICE_KEYS_ANNOUNCED, names),
    ...(await Promise.all(names.map((name) => makeKey(name, purpose)))),
  ],
});

/** Second step: the announced keys of these processes sign from now on. Answers null if one of them has none. */
export const activate = <K extends RotatingKeys>(keys: K, names: readonly ServiceName[]): K | null => {
  const next = names.map((name) => keys.SERVICE_KEYS_ANNOUNCED?.find((key) => ownerOf(key) === name));
  if (next.includes(undefined)) return null;
  const signing = Object.fromEntries(names.map((name, at) => [name, next[at]]));
  return {
    ...keys,
    SERVICE_PRIVATE_KEYS: { ...keys.SERVICE_PRIVATE_KEYS, ...signing },
    SERVICE_KEYS_ANNOUNCED: without(keys.SERVICE_KEYS_ANNOUNCED, names),
    SERVICE_KEYS_REPLACED: [
      ...(keys.SERVICE_KEYS_REPLACED ?? []),
      ...names.map((name) => publicHalf(keys.SERVICE_PRIVATE_KEYS[name])),
    ],
  };
};

/** Third step: the keys that were replaced are no longer accepted. */
export const retire = <K extends RotatingKeys>(keys: K): K => ({ ...keys, SERVICE_KEYS_REPLACED: [] });
