/** The network that an address belongs to: /24 of IPv4, /64 of IPv6, so that an attacker's next address counts as the same. */
export const networkOf = (ip: string): string => {
  const v4 = /(?:^|:)(\d+\.\d+\.\d+)\.\d+$/.exec(ip)?.[1];
  if (v4) return v4;
  const [head = '', tail = ''] = ip.split('::');
  const [first, last] = [head.split(':').filter(Boolean), tail.split(':').filter(Boolean)];
  const zeros = ip.includes('::')
    ? Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
    : [];
  return [...first, ...zeros, ...last]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':');
};

/** Identifies a caller without an account: the full IPv4 address, or the /64 of an IPv6 address, which one customer has. */
export const hostOf = (ip: string): string => /(?:^|:)(\d+\.\d+\.\d+\.\d+)$/.exec(ip)?.[1] ?? networkOf(ip);
