import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';

/** SHA-256 of a random token: what the database keeps of it. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * What is done with the one secret of this service, a key of its own derived for each purpose: keys and mails at rest are
 * encrypted, and short codes are hashed so that a copy of the database alone does not tell them.
 */
export const vault = (secret: string) => {
  const derive = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, '', `plexus users ${purpose}`, 32));
  const sealing = derive('seal');
  const hashing = derive('hash');
  return {
    seal: (value: unknown): Promise<string> =>
      new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(sealing),
    open: async <T>(sealed: string): Promise<T> =>
      JSON.parse(new TextDecoder().decode((await compactDecrypt(sealed, sealing)).plaintext)) as T,
    /** A keyed hash, bound to what it is for. */
    mac: (purpose: string, text: string): string =>
      createHmac('sha256', hashing).update(`${purpose}\0${text}`).digest('base64url'),
  };
};
export type Vault = ReturnType<typeof vault>;
