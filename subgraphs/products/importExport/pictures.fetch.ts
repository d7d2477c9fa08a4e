import { type LookupAddress, type LookupAllOptions, type LookupOptions, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Agent, request } from 'undici';

/** Ranges that are nobody's on the internet: our own machines, our own networks, and what is set aside. */
const PRIVATE: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of the sixth version only global unicast, without documentation and tunnels that lead to the fourth. */
const GLOBAL_V6: readonly [string, number] = ['2000::', 3];
const NOT_GLOBAL_V6: readonly (readonly [string, number])[] = [
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
];

const blocked = new BlockList();
for (const [network, prefix] of PRIVATE) blocked.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of NOT_GLOBAL_V6) blocked.addSubnet(network, prefix, 'ipv6');
const global = new BlockList();
global.addSubnet(...GLOBAL_V6, 'ipv6');

/** Whether an IP address is somebody's on the internet, and not in here. */
export const isPublicAddress = (address: string): boolean => {
  const family = isIP(address);
  if (family === 4) return !blocked.check(address, 'ipv4');
  return family === 6 && global.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
};

/** The picture cannot be had; the message says why, in words for a report. */
export class PictureUnreachable extends Error {
  override readonly name = 'PictureUnreachable';
}

type Allow = (address: string) => boolean;
type Found = (error: Error | null, addresses: LookupAddress[]) => void;
/** Asks a name server. */
type Resolve = (hostname: string, options: LookupAllOptions, found: Found) => void;

const REDIRECTS = 3;
const TIMEOUT_MS = 15_000;
const CONNECT_MS = 5_000;

/**
 * Fetches from the internet alone: every address that a name leads to is checked where the connection is made, so that no
 * answer of a name server and no redirect leads into our own networks.
 */
export const publicFetch = (allow: Allow = isPublicAddress, resolve: Resolve = lookup) => {
  const agent = new Agent({
    connections: 4,
    connect: { lookup: guarded(allow, resolve), timeout: CONNECT_MS },
  });

  const get = async (address: string, redirects: number): Promise<AsyncIterable<Uint8Array>> => {
    const url = new URL(address);
    refuseLiteral(url, allow);
    const answer = await request(url, {
      dispatcher: agent,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { accept: 'image/*' },
    });
    /** A reader that has seen enough breaks the connection, which is no error. */
    answer.body.on('error', () => undefined);
    const { location } = answer.headers;
    if (answer.statusCode === 200) return answer.body;
    await answer.body.dump();
    if (answer.statusCode < 300 || answer.statusCode >= 400 || typeof location !== 'string')
      throw new PictureUnreachable(`its server answers ${answer.statusCode}`);
    if (redirects === 0) throw new PictureUnreachable('it is redirected too often');
    return get(new URL(location, url).href, redirects - 1);
  };
  return {
    get: (address: string) => get(address, REDIRECTS).catch(explain),
    close: () => agent.close(),
  };
};

/** A number in place of a name is never looked up, so that it is checked here. */
const refuseLiteral = ({ protocol, hostname }: URL, allow: Allow): void => {
  const literal = hostname.replace(/^\[|\]$/g, '');
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new PictureUnreachable('it is neither http nor https');
  if (isIP(literal) && !allow(literal)) throw new PictureUnreachable('its address is in a private network');
};

const guarded =
  (allow: Allow, resolve: Resolve): LookupFunction =>
  (hostname, options: LookupOptions, found) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return found(error ?? new PictureUnreachable('its server is not known'), '', 4);
      if (!addresses.every(({ address }) => allow(address)))
        return found(new PictureUnreachable('its address is in a private network'), '', 4);
      return options.all ? found(null, addresses) : found(null, first.address, first.family);
    });
  };

const explain = (error: unknown): never => {
  const cause = error instanceof Error && error.cause instanceof PictureUnreachable ? error.cause : error;
  throw cause instanceof PictureUnreachable ? cause : new PictureUnreachable('its server does not answer');
};
