import { networkOf } from '../../../kernel/network.ts';
import type { Origin } from '../../../kernel/viewer.ts';

/** What is counted, and of whom. */
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

/** How many in how long. */
export type LimitSizes = Readonly<Record<LimitName, Readonly<{ points: number; seconds: number }>>>;

/** Whoever has no address, like a service, is counted as one. */
const addressOf = ({ ip }: Origin): string => ip ?? 'none';

/**
 * The widest circle first, so that a blocked network does not use up the account's own tries. A device that the account was
 * signed in on has tries of its own: strangers who guess wrong cannot lock the owner out.
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
