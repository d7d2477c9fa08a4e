import type { UserId } from '../../../kernel/ids.ts';

export type Mfa = Readonly<{
  /** Stores an unconfirmed secret. False if a confirmed one exists. */
  enroll(userId: UserId, encryptedSecret: string): Promise<boolean>;
  find(userId: UserId): Promise<Readonly<{ encryptedSecret: string; confirmed: boolean }> | null>;
  /** Confirms this secret and stores its recovery codes. False if it is already confirmed or was replaced. */
  confirm(
    userId: UserId,
    encryptedSecret: string,
    step: number,
    codeHashes: readonly string[],
    now: Date,
  ): Promise<boolean>;
  /** Marks this step and all earlier ones as used. False if it already was. */
  consumeStep(userId: UserId, step: number): Promise<boolean>;
  /** Marks a recovery code as used. False if it does not exist or already was. */
  consumeRecoveryCode(userId: UserId, hash: string, now: Date): Promise<boolean>;
  remove(userId: UserId): Promise<void>;
}>;
