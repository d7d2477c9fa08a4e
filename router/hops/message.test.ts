import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Message, messageReader } from './message.ts';

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\ncache-control:  public, max-age=60 \r\n';
const JSON_TEXT = '{"data":{"title":"Tasse – größer 🫖"}}';
const bytes = Buffer.byteLength(JSON_TEXT);
const ANSWER = { status: 200, contentType: 'application/json; charset=utf-8', cacheControl: 'public, max-age=60', text: JSON_TEXT };

/** Reads an answer that comes in these pieces; what comes after it is told by `isLast`. */
const read = (pieces: readonly Buffer[], maxBytes = 1_000_000): Message | null => {
  const reader = messageReader(maxBytes);
  for (const piece of pieces) {
    const message = reader.push(piece);
    if (message) return message;
  }
  return reader.end();
};
const readText = (text: string, maxBytes?: number): Message | null => read([Buffer.from(text)], maxBytes);
const inChunks = (sizes: readonly number[]): string => {
  const whole = Buffer.from(JSON_TEXT).toString('latin1');
  let [at, text] = [0, ''];
  for (const size of [...sizes, whole.length]) {
    const part = whole.slice(at, at + size);
    at += part.length;
    if (part) text += `${part.length.toString(16)}\r\n${part}\r\n`;
  }
  return `${text}0\r\n`;
};

const FORMS: Readonly<Record<string, readonly [text: string, isLast: boolean]>> = {
  'a length': [`${HEAD}content-length: ${bytes}\r\n\r\n${Buffer.from(JSON_TEXT).toString('latin1')}`, false],
  chunks: [`${HEAD}Transfer-Encoding: chunked\r\n\r\n${inChunks([1, 7])}\r\n`, false],
  'chunks and trailers': [`${HEAD}transfer-encoding: chunked\r\n\r\n${inChunks([20]).replace('\r\n', ';a=b\r\n')}x: y\r\n\r\n`, false],
  'its end': [`${HEAD}\r\n${Buffer.from(JSON_TEXT).toString('latin1')}`, true],
  'a hint before it': [
    `HTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n${HEAD}content-length: ${bytes}\r\nconnection: Close\r\n\r\n${Buffer.from(JSON_TEXT).toString('latin1')}`,
    true,
  ],
};

describe.each(Object.keys(FORMS))('an answer with %s', (name) => {
  const [text, isLast] = FORMS[name] ?? ['', false];
  const whole = Buffer.from(text, 'latin1');
  test('is read, in whatever pieces it comes', () => {
    expect(read([whole])).toEqual({ ...ANSWER, isLast });
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(whole.length), { maxLength: 12 }), (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const pieces = at.slice(1).map((end, i) => whole.subarray(at[i], end));
        expect(read(pieces)).toEqual({ ...ANSWER, isLast });
      }),
    );
  });
  test('is none while a byte of it is missing', () => {
    if (name !== 'its end') expect(read([whole.subarray(0, -1)])).toBeNull();
  });
});

test('an answer without a body is whole with its head', () => {
  expect(readText('HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n')).toMatchObject({
    status: 200,
    text: '',
    contentType: '',
    cacheControl: null,
  });
});

test('what comes after an answer ends its connection', () => {
  expect(readText(`${HEAD}content-length: 2\r\n\r\n{}HTTP/1.1 200 OK`)).toMatchObject({ text: '{}', isLast: true });
});

test.each([
  ['no HTTP', 'nonsense\r\n\r\n'],
  ['no HTTP/1', 'HTTP/2 200 OK\r\n\r\n'],
  ['an endless head', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}`],
  ['a length that is none', `${HEAD}content-length: -1\r\n\r\n`],
  ['two lengths', `${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n`],
  ['another encoding', `${HEAD}transfer-encoding: gzip\r\n\r\n`],
  ['a chunk without a size', `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n`],
  ['a chunk that is too long', `${HEAD}transfer-encoding: chunked\r\n\r\n2\r\nabcd\r\n`],
  ['an endless line', `${HEAD}transfer-encoding: chunked\r\n\r\n${'1'.repeat(5_000)}`],
  ['too much', `${HEAD}content-length: 2000\r\n\r\n${'x'.repeat(2_000)}`],
])('%s is refused', (_, text) => {
  expect(() => readText(text, 1_000)).toThrow();
});
