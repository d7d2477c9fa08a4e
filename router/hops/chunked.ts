/** What came is no HTTP, or more than may come. */
export class BadMessage extends Error {
  override readonly name = 'BadMessage';
}

/** Takes a piece of a body; what follows the body once it is whole, null before. */
export type BodyReader = Readonly<{ parts: Buffer[]; push(piece: Buffer): Buffer | null; endsWithConnection?: true }>;

const MAX_LINE = 4_096;
export const NOTHING: Buffer = Buffer.alloc(0);

export const joined = (before: Buffer, piece: Buffer): Buffer => (before.length === 0 ? piece : Buffer.concat([before, piece]));

/** A size in a line of its own, so many bytes, an empty line, and so on to a size of 0; then trailers, to another empty line. */
export const chunked = (): BodyReader => {
  const parts: Buffer[] = [];
  const come = pieces();
  let left = 0;
  let state: 'size' | 'bytes' | 'trailers' = 'size';
  const isWholeWith = (line: string): boolean => {
    if (state === 'trailers') return line === '';
    if (state === 'bytes' && line !== '') throw new BadMessage('a chunk is longer than it says');
    left = state === 'size' ? sizeOf(line) : 0;
    if (state === 'bytes') state = 'size';
    else state = left === 0 ? 'trailers' : 'bytes';
    return false;
  };
  const push = (piece: Buffer): Buffer | null => {
    come.add(piece);
    for (;;) {
      if (left > 0) left -= come.takeBytes(left, parts);
      const line = left > 0 ? null : come.takeLine();
      if (line === null) return null;
      if (isWholeWith(line)) return come.rest();
    }
  };
  return { parts, push };
};

/** What has come and is not read yet. */
const pieces = () => {
  let pending = NOTHING;
  return {
    add: (piece: Buffer): void => {
      pending = joined(pending, piece);
    },
    takeBytes: (wanted: number, into: Buffer[]): number => {
      const taken = pending.subarray(0, wanted);
      into.push(taken);
      pending = pending.subarray(taken.length);
      return taken.length;
    },
    /** A line, or null where its end has not come. */
    takeLine: (): string | null => {
      const end = pending.indexOf('\r\n');
      if ((end < 0 ? pending.length : end) > MAX_LINE) throw new BadMessage('a line of the answer is too long');
      if (end < 0) return null;
      const line = pending.toString('latin1', 0, end);
      pending = pending.subarray(end + 2);
      return line;
    },
    rest: (): Buffer => pending,
  };
};

const sizeOf = (line: string): number => {
  const size = /^([\da-f]{1,8})[ \t]*(?:;.*)?$/i.exec(line)?.[1];
  if (!size) throw new BadMessage('the size of a chunk is none');
  return Number.parseInt(size, 16);
};
