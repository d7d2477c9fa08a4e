import { type CryptoKey, importJWK, type JWK } from 'jose';
import { request } from 'undici';
import { twice } from '../../kernel/connections.ts';
import { unavailable } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';

/** The public keys of access tokens. `version` changes whenever the set does. */
export type KeySet = Readonly<{ find(kid: string): Promise<CryptoKey | null>; version(): number }>;
type Keys = ReadonlyMap<string, CryptoKey>;

const REFRESH_MS = 60_000;
const TIMEOUT_MS = 2_000;
const MAX_BYTES = 100_000;

/** Keys fetched from the issuer: at first use, in the background once a minute of use, and for an unknown `kid` at most once a minute. */
export const remoteKeys = (address: string, log: Log, now: () => number = Date.now): KeySet => {
  const fetched = fetchedKeys(address, now);
  const orKeep = (kept: Keys) => (error: unknown) => {
    log.warn({ err: error }, 'the keys of access tokens could not be fetched');
    return kept;
  };
  const again = async (kept: Keys, kid: string): Promise<Keys> => {
    const fresh = fetched.mayAsk() ? fetched.ask() : fetched.context();
    if (!fresh) return kept;
    const settled = fresh.catch(orKeep(kept));
    return kept.has(kid) ? kept : settled;
  };
  const first = (): Promise<Keys> =>
    fetched.ask().catch((error: unknown) => {
      throw unavailable('users', error);
    });
  return {
    find: async (kid) => {
      const kept = fetched.keys();
      return (await (kept ? again(kept, kid) : first())).get(kid) ?? null;
    },
    version: fetched.version,
  };
};

/** The newest keys; one fetch at a time serves all who ask. */
const fetchedKeys = (address: string, now: () => number) => {
  let keys: Keys | null = null;
  let text = '';
  let version = 0;
  let askedAt = 0;
  let context: Promise<Keys> | null = null;
  const load = async (): Promise<Keys> => {
    askedAt = now();
    const fresh = await twice(true, () => fetchText(address));
    if (fresh === text && keys) return keys;
    keys = await importKeys(fresh);
    text = fresh;
    version += 1;
    return keys;
  };
  const ask = (): Promise<Keys> => {
    context ??= load().finally(() => {
      context = null;
    });
    return context;
  };
  return {
    ask,
    context: () => context,
    keys: () => keys,
    version: () => version,
    mayAsk: () => now() - askedAt >= REFRESH_MS,
  };
};

const fetchText = async (address: string): Promise<string> => {
  const { statusCode, body } = await request(address, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headersTimeout: TIMEOUT_MS,
  });
  const text = await body.text();
  if (statusCode !== 200 || text.length > MAX_BYTES)
    throw new Error(`the key set was answered with ${statusCode}`);
  return text;
};

/** Ed25519 signing keys alone; whatever else is in the set is left out. */
const importKeys = async (text: string): Promise<Keys> => {
  const { keys } = JSON.parse(text) as { keys: JWK[] };
  const usable = keys.filter(
    (key) => key.kty === 'OKP' && key.crv === 'Ed25519' && typeof key.kid === 'string',
  );
  const imported = usable.map(
    async (key) =>
      [String(key.kid), (await importJWK({ ...key, alg: 'EdDSA' }, 'EdDSA')) as CryptoKey] as const,
  );
  return new Map(await Promise.all(imported));
};
