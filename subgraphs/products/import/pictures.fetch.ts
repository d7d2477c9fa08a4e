import { type LookupAddress, type LookupAllOptions, type LookupOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { isPublicAddress } from './publicAddress.ts';

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
