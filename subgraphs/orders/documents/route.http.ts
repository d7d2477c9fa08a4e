import { sendFile } from '../../../kernel/files.http.ts';
import type { FileStore } from '../../../kernel/files.ts';
import { type Route, sendJson } from '../../../kernel/http.ts';
import { opensInvoice } from './commands.ts';

/** `GET /files/invoices/<key>?expires=…&signature=…`: for whoever has a link that is still good; all else is as if it did not exist. */
export const invoiceRoute = (store: FileStore, secret: string, clock: () => Date): Route => ({
  method: 'GET',
  path: /^\/files\/invoices\/([^/]+)$/,
  handle: async (request, response, [key = '']) => {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
    if (!opensInvoice(secret, key, query, clock()))
      return sendJson(response, 404, {
        errors: [
          { message: 'There is no such file, or the link is too old.', extensions: { code: 'BAD_REQUEST' } },
        ],
      });
    const name = /^inv-\d+-\d+/.exec(key)?.[0] ?? 'invoice';
    await sendFile(store, key, request, response, {
      'cache-control': 'private, no-store',
      'content-disposition': `inline; filename="${name}.pdf"`,
    });
  },
});
