import { sendFile } from '../../../kernel/files.http.ts';
import type { FileStore } from '../../../kernel/files.ts';
import { type Route, sendJson } from '../../../kernel/http.ts';
import { isSigned } from '../../../kernel/signedLink.ts';

/** `GET /files/exports/<key>?expires=…&signature=…`. Any request without a valid signature gets 404. */
export const exportRoute = (files: FileStore, linkSecret: string, now: () => Date): Route => ({
  method: 'GET',
  path: /^\/files\/exports\/([^/]+)$/,
  handle: async (request, response, [key = '']) => {
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
    if (!isSigned(linkSecret, { kind: 'export', key }, query, now()))
      return sendJson(response, 404, {
        errors: [
          {
            message: 'This file does not exist, or the link has expired.',
            extensions: { code: 'BAD_REQUEST' },
          },
        ],
      });
    const headers = {
      'cache-control': 'private, no-store',
      'content-disposition': 'attachment; filename="my-data.json"',
    };
    await sendFile(files, key, request, response, headers);
  },
});
