import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

export type StorePasswords = Readonly<{ postgres: string; mongodb: string; valkey: string }>;

const random = (): string => randomBytes(24).toString('base64url');

/** The passwords in this file, made once: the datastores keep theirs from their first start on. */
export const ensurePasswords = (path: string): StorePasswords => {
  if (!existsSync(path)) {
    const made: StorePasswords = { postgres: random(), mongodb: random(), valkey: random() };
    writeFileSync(path, `${JSON.stringify(made)}\n`, { mode: 0o600 });
  }
  return JSON.parse(readFileSync(path, 'utf8')) as StorePasswords;
};
