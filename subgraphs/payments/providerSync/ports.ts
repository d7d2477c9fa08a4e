import type { PaymentId } from '../../../kernel/ids.ts';

/** Our turn to look, with how many looks before it failed in a row. */
export type Turn = Readonly<{ paymentId: PaymentId; turn: number; failures: number }>;

/**
 * What becomes of a wish to look. CLAIMED: it is our turn. BUSY: another process looks; `turn` is its turn, and `applied` the last
 * one whose result was written. PAUSED: looks failed, and there is none for `leftMs`.
 */
export type TurnClaim = Readonly<
  | { kind: 'claimed'; turn: Turn }
  | { kind: 'busy'; turn: number; applied: number }
  | { kind: 'paused'; leftMs: number }
>;

export type SyncTurns = {
  /**
   * One statement decides whose turn it is. A turn that nobody ends is over after a while. Nobody gets a turn once a later one than
   * `older` is applied.
   */
  claim(paymentId: PaymentId, older: number | null): Promise<TurnClaim>;
  /** What was seen is written, or nothing was asked. */
  end(turn: Turn): Promise<void>;
  /** The provider did not answer: the next look is made `pauseMs` later at the earliest. */
  fail(turn: Turn, pauseMs: number): Promise<void>;
  /** Nothing was written, for a reason of our own: whoever comes next may look at once. */
  release(turn: Turn): Promise<void>;
};
