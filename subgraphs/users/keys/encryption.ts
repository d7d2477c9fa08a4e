import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';

/** SHA-256 of a random token. The database stores only this hash. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * Encryption and keyed hashes with the secret of this service. Each purpose has its own derived key.
 * Stored keys and e-mails are encrypted; short codes are hashed so that a copy of the database does not reveal them.
 */
export const encryption = (secret: string) => {
  const derive = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, '', `plexus users ${purpose}`, 32));
  const encryptionKey = derive('seal');
  const hashKey = derive('hash');
  return {
    encrypt: (value: unknown): Promise<string> =>
      new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(encryptionKey),
    decrypt: async <T>(encrypted: string): Promise<T> =>
      JSON.parse(new TextDecoder().decode((await compactDecrypt(encrypted, encryptionKey)).plaintext)) as T,
    /** A keyed hash, bound to its purpose. */
    keyedHash: (purpose: string, text: string): string =>
      createHmac('sha256', hashKey).update(`${purpose}\0${text}`).digest('base64url'),
  };
};
export type Encryption = ReturnType<typeof encryption>;
