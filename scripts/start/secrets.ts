import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { makeKeys, type Purpose, type RotatingKeys } from '../keys/serviceKeys.ts';
import { Problem } from '../processes/problem.ts';

export type Secrets = RotatingKeys &
  Readonly<{
    TOKEN_KEY_SECRET: string;
    LINK_SECRET: string;
    STRIPE_SECRET_KEY: string;
    STRIPE_WEBHOOK_SECRET: string;
  }>;

const random = (): string => randomBytes(32).toString('base64url');

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

/** The secrets of a file; null where there is none. */
export const readSecrets = (path: string): Secrets | null =>
  existsSync(path) ? (read(path) as Secrets) : null;

const read = (path: string): Partial<Secrets> => {
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<Secrets>;
  } catch {
    throw new Problem(
      `${path} is damaged: restore it, or remove it to have new secrets made, which ends all sessions.`,
    );
  }
};

/** Replaces the file in one step; it is for its owner alone. */
export const writeSecrets = (path: string, secrets: Secrets): void => {
  writeFileSync(`${path}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
};

/** The secrets in this file, for its owner alone; what is missing is made. */
export const ensureSecrets = async (path: string, purpose: Purpose): Promise<Secrets> => {
  const known = read(path);
  const made = { ...(await makeSecrets(purpose)), ...known };
  if (Object.keys(known).length < Object.keys(made).length) writeSecrets(path, made);
  return made;
};
