import { networkOf } from '../../../kernel/network.ts';
import type { Origin } from '../../../kernel/viewer.ts';

/** A limit and the key that is counted against it. */
export type Attempt = Readonly<{ limit: LimitName; of: string }>;
export type LimitName =
  | 'signInPerAccount'
  | 'signInPerDevice'
  | 'signInPerAddress'
  | 'signInPerNetwork'
  | 'signUpPerAddress'
  | 'mailPerAddress'
  | 'passwordPerSession'
  | 'exportPerAccount';

/** The maximum number of attempts within a number of seconds. */
export type LimitSizes = Readonly<Record<LimitName, Readonly<{ points: number; seconds: number }>>>;

/** Callers without an IP address, such as services, are counted together. */
const addressOf = ({ ip }: Origin): string => ip ?? 'none';

/**
 * Counts the network first, so that a blocked network does not use up the account's own attempts. A known device has its own
 * attempts, so that wrong guesses by others cannot lock the owner out.
 */
export const signInAttempts = (origin: Origin, account: string, device: string | null): Attempt[] => [
  { limit: 'signInPerNetwork', of: networkOf(addressOf(origin)) },
  { limit: 'signInPerAddress', of: addressOf(origin) },
  device
    ? { limit: 'signInPerDevice', of: `${account} ${device}` }
    : { limit: 'signInPerAccount', of: account },
];

export const byAddress = (limit: 'signUpPerAddress' | 'mailPerAddress', origin: Origin): Attempt => ({
  limit,
  of: addressOf(origin),
});
