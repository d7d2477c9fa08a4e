import type { ServerResponse } from 'node:http';

/** A page, or where to go instead. */
export type Shown = Readonly<{ status: number; page: string } | { status: 303; location: string }>;

const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

export const sendPage = (response: ServerResponse, shown: Shown): void => {
  if ('location' in shown) response.writeHead(shown.status, { ...HEADERS, location: shown.location }).end();
  else
    response
      .writeHead(shown.status, { ...HEADERS, 'content-type': 'text/html; charset=utf-8' })
      .end(shown.page);
};
