import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** A body as it goes out, with what its headers say of it. */
export type Packed = Readonly<{ body: string | Buffer; headers: Readonly<Record<string, string>> }>;
type Coding = 'br' | 'gzip' | 'identity';

/** What is smaller is sent in a packet or two, compressed or not. */
const LEAST_BYTES = 1_024;
const MAX_KEPT_BYTES = 20_000_000;
/** Brotli's own default is for files that are compressed once and read for years. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const PACK: Readonly<Record<Coding, (text: string) => Promise<Buffer>>> = {
  br: (text) => promisify(brotliCompress)(text, BROTLI),
  gzip: promisify(gzip),
  identity: async (text) => Buffer.from(text),
};

/** Compresses bodies as their reader understands them; one that is `kept`, and given again and again, is encoded and compressed once. */
export const packer = () => {
  const known = { br: redisCache(), gzip: redisCache(), identity: redisCache() };
  const packed = async (coding: Coding, text: string, kept: boolean): Promise<Buffer> => {
    const before = kept ? known[coding].get(text) : undefined;
    const body = before ?? (await PACK[coding](text));
    if (kept && !before) known[coding].set(text, body);
    return body;
  };
  return async (request: IncomingMessage, text: string, kept: boolean): Promise<Packed> => {
    if (text.length <= LEAST_BYTES && Buffer.byteLength(text) <= LEAST_BYTES)
      return { body: text, headers: {} };
    const coding = codingFor(request);
    if (coding === 'identity')
      return { body: kept ? await packed(coding, text, kept) : text, headers: { vary: 'accept-encoding' } };
    return {
      body: await packed(coding, text, kept),
      headers: { vary: 'accept-encoding', 'content-encoding': coding },
    };
  };
};

/** What its reader understands best; most programs name nothing. */
const codingFor = (request: IncomingMessage): Coding => {
  if (request.headers['accept-encoding'] === undefined) return 'identity';
  return (new Negotiator(request).encodings(['br', 'gzip'])[0] as Coding | undefined) ?? 'identity';
};

const redisCache = () =>
  new LRUCache<string, Buffer>({
    maxSize: MAX_KEPT_BYTES,
    sizeCalculation: (body, text) => body.length + text.length,
  });
