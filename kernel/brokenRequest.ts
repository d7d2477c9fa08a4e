import type { Duplex } from 'node:stream';

const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** The answer to what is no HTTP request, or too long a head for one: it comes before there is a request to answer. */
export const refuseBroken = (error: Error, socket: Duplex): void => {
  const code = 'code' in error ? String(error.code) : '';
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = STATUS[code] ?? '400 Bad Request';
  const body = JSON.stringify({
    errors: [{ message: `${status.slice(4)}.`, extensions: { code: 'BAD_REQUEST' } }],
  });
  const head = [
    'connection: close',
    'content-type: application/json; charset=utf-8',
    'x-content-type-options: nosniff',
    `content-length: ${body.length}`,
  ];
  socket.end(`HTTP/1.1 ${status}\r\n${head.join('\r\n')}\r\n\r\n${body}`);
};
