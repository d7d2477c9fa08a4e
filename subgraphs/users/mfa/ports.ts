import type { UserId } from '../../../kernel/ids.ts';

export type Mfa = Readonly<{
  /** Keeps a secret that is not in force yet; false where one is. */
  enroll(userId: UserId, encryptedSecret: string): Promise<boolean>;
  find(userId: UserId): Promise<Readonly<{ encryptedSecret: string; confirmed: boolean }> | null>;
  /** Puts this secret in force with its recovery codes; false where it was in force already, or is another by now. */
  confirm(
    userId: UserId,
    encryptedSecret: string,
    step: number,
    codeHashes: readonly string[],
    now: Date,
  ): Promise<boolean>;
  /** Uses up this step and all before it; false where it was used. */
  consumeStep(userId: UserId, step: number): Promise<boolean>;
  /** Uses up a recovery code; false where there is none, or it was used. */
  consumeRecoveryCode(userId: UserId, hash: string, now: Date): Promise<boolean>;
  remove(userId: UserId): Promise<void>;
}>;
