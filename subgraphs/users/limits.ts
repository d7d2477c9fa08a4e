import type { Origin } from '../../kernel/viewer.ts';

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

/** The network that an address belongs to: /24 of IPv4, /64 of IPv6, so that an attacker's next address counts as the same. */
export const networkOf = (ip: string): string => {
  const v4 = /(?:^|:)(\d+\.\d+\.\d+)\.\d+$/.exec(ip)?.[1];
  if (v4) return v4;
  const [head = '', tail = ''] = ip.split('::');
  const [first, last] = [head.split(':').filter(Boolean), tail.split(':').filter(Boolean)];
  const zeros = ip.includes('::') ? Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0') : [];
  return [...first, ...zeros, ...last]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':');
};

/** Whoever has no address, like a service, is counted as one. */
const addressOf = ({ ip }: Origin): string => ip ?? 'none';

/**
 * The widest circle first, so that a blocked network does not use up the account's own tries. A device that the account was
 * signed in on has tries of its own: strangers who guess wrong cannot lock the owner out.
 */
export const signInAttempts = (origin: Origin, account: string, device: string | null): Attempt[] => [
  { limit: 'signInPerNetwork', of: networkOf(addressOf(origin)) },
  { limit: 'signInPerAddress', of: addressOf(origin) },
  device ? { limit: 'signInPerDevice', of: `${account} ${device}` } : { limit: 'signInPerAccount', of: account },
];

export const byAddress = (limit: 'signUpPerAddress' | 'mailPerAddress', origin: Origin): Attempt => ({ limit, of: addressOf(origin) });
