import { sendFile } from '../../../kernel/files.http.ts';
import type { FileStore } from '../../../kernel/files.ts';
import { type Route, sendJson } from '../../../kernel/http.ts';
import { opensInvoice } from './commands.ts';

/** `GET /files/invoices/<key>?expires=…&signature=…`: sends the PDF to anyone with a valid link, and 404 otherwise. */
export const invoiceRoute = (store: FileStore, secret: string, clock: () => Date): Route => ({
  method: 'GET',
  path: /^\/files\/invoices\/([^/]+)$/,
  handle: async (request, response, [key = '']) => {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
    if (!opensInvoice(secret, key, query, clock()))
      return sendJson(response, 404, {
        errors: [
          { message: 'File not found, or the link has expired.', extensions: { code: 'BAD_REQUEST' } },
        ],
      });
    const name = /^inv-\d+-\d+/.exec(key)?.[0] ?? 'invoice';
    await sendFile(store, key, request, response, {
      'cache-control': 'private, no-store',
      'content-disposition': `inline; filename="${name}.pdf"`,
    });
  },
});
