import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { Problem } from '../processes/problem.ts';
import { SERVICES, type ServiceName } from './processes.ts';

export type Keys = Readonly<Record<ServiceName, JWK>>;
export type Secrets = Readonly<{
  SERVICE_PRIVATE_KEYS: Keys;
  TOKEN_KEY_SECRET: string;
  LINK_SECRET: string;
  STRIPE_SECRET_KEY: string;
  STRIPE_WEBHOOK_SECRET: string;
}>;

/** What is made for development says so, and production refuses it. */
export type Purpose = 'development' | 'production';

const random = (): string => randomBytes(32).toString('base64url');

const makeKey = async (kid: ServiceName, purpose: Purpose): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const mark = purpose === 'development' ? { plexus: 'development' } : {};
  return { kid, alg: 'EdDSA', use: 'sig', ...mark, ...(await exportJWK(privateKey)) };
};

const makeKeys = async (purpose: Purpose): Promise<Keys> =>
  Object.fromEntries(await Promise.all(SERVICES.map(async (name) => [name, await makeKey(name, purpose)]))) as Keys;

export const makeSecrets = async (purpose: Purpose): Promise<Secrets> => {
  const mark = purpose === 'development' ? 'development-' : '';
  return {
    SERVICE_PRIVATE_KEYS: await makeKeys(purpose),
    TOKEN_KEY_SECRET: `${mark}${random()}`,
    LINK_SECRET: `${mark}${random()}`,
    STRIPE_SECRET_KEY: `sk_test_development-${random()}`,
    STRIPE_WEBHOOK_SECRET: `whsec_development-${random()}`,
  };
};

/** The public halves, for everybody who verifies. */
export const publicKeys = (keys: Keys): { keys: JWK[] } => ({ keys: SERVICES.map((name) => publicHalf(keys[name])) });

const publicHalf = ({ d: _, ...key }: JWK): JWK => key;

const read = (path: string): Partial<Secrets> => {
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>;
  } catch {
    throw new Problem(`${path} is damaged: restore it, or remove it to have new secrets made, which ends all sessions.`);
  }
};

/** The secrets in this file, for its owner alone; what is missing is made. */
export const ensureSecrets = async (path: string, purpose: Purpose): Promise<Secrets> => {
  const known = read(path);
  const made = { ...(await makeSecrets(purpose)), ...known };
  if (Object.keys(known).length === Object.keys(made).length) return made;
  writeFileSync(`${path}.new`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return made;
};
