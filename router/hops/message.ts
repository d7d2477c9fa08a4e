import { BadMessage, type BodyReader, chunked, joined, NOTHING } from './chunked.ts';

/** A whole answer of HTTP/1.1, as far as a hop wants to know it. `isLast` where its connection ends with it. */
export type Message = Readonly<{ status: number; contentType: string; cacheControl: string | null; text: string; isLast: boolean }>;

type Head = Omit<Message, 'text'> & Readonly<{ body: BodyReader }>;

const MAX_HEAD = 16_384;

/** Reads one answer out of the pieces in which it comes; null until it is whole. */
export const messageReader = (maxBytes: number) => {
  let pending = NOTHING;
  let head: Head | null = null;
  let size = 0;
  const whole = ({ body, ...rest }: Head, following: Buffer): Message => {
    const text = (body.parts.length === 1 ? body.parts[0] : Buffer.concat(body.parts))?.toString() ?? '';
    return { ...rest, text, isLast: rest.isLast || following.length > 0 };
  };
  return {
    push: (piece: Buffer): Message | null => {
      let rest: Buffer = piece;
      while (!head) {
        pending = joined(pending, rest);
        const end = pending.indexOf('\r\n\r\n');
        if ((end < 0 ? pending.length : end) > MAX_HEAD) throw new BadMessage('the head is too long');
        if (end < 0) return null;
        head = readHead(pending.toString('latin1', 0, end));
        rest = pending.subarray(end + 4);
        pending = NOTHING;
      }
      size += rest.length;
      if (size > maxBytes) throw new BadMessage('the answer is too large');
      const following = head.body.push(rest);
      return following && whole(head, following);
    },
    /** The connection has ended: the answer with it, if nothing else told its length. */
    end: (): Message | null => (head?.body.endsWithConnection ? whole(head, NOTHING) : null),
  };
};

/** Null for an answer of 1xx, after which another one comes. */
const readHead = (text: string): Head | null => {
  const status = /^HTTP\/1\.[01] (\d{3})(?: |$)/m.exec(text)?.[1];
  if (!status) throw new BadMessage('the answer is not HTTP/1.1');
  if (status.startsWith('1')) return null;
  const connection = headerOf(text, CONNECTION);
  const body = bodyOf(text);
  return {
    status: Number(status),
    contentType: headerOf(text, CONTENT_TYPE) ?? '',
    cacheControl: headerOf(text, CACHE_CONTROL),
    isLast: body.endsWithConnection === true || text.startsWith('HTTP/1.0') || /\bclose\b/i.test(connection ?? ''),
    body,
  };
};

const headerNamed = (name: string): RegExp => new RegExp(`^${name}:[ \\t]*(.*?)[ \\t]*$`, 'im');
const [CONNECTION, CONTENT_TYPE, CACHE_CONTROL] = ['connection', 'content-type', 'cache-control'].map(headerNamed) as [
  RegExp,
  RegExp,
  RegExp,
];
const [CONTENT_LENGTH, TRANSFER_ENCODING] = ['content-length', 'transfer-encoding'].map(headerNamed) as [RegExp, RegExp];
const headerOf = (text: string, header: RegExp): string | null => header.exec(text)?.[1] ?? null;

const bodyOf = (head: string): BodyReader => {
  const encoding = headerOf(head, TRANSFER_ENCODING);
  const length = headerOf(head, CONTENT_LENGTH);
  if (encoding !== null) {
    if (encoding.toLowerCase() !== 'chunked' || length !== null) throw new BadMessage('the length of the answer is not clear');
    return chunked();
  }
  if (length === null) return untilTheEnd();
  if (!/^\d{1,10}$/.test(length)) throw new BadMessage('the length of the answer is none');
  return ofLength(Number(length));
};

const untilTheEnd = (): BodyReader => {
  const parts: Buffer[] = [];
  const push = (piece: Buffer): null => {
    parts.push(piece);
    return null;
  };
  return { parts, push, endsWithConnection: true };
};

const ofLength = (length: number): BodyReader => {
  const parts: Buffer[] = [];
  let left = length;
  const push = (piece: Buffer): Buffer | null => {
    const taken = Math.min(left, piece.length);
    parts.push(piece.subarray(0, taken));
    left -= taken;
    return left === 0 ? piece.subarray(taken) : null;
  };
  return { parts, push };
};
