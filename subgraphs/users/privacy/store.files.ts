import type { FileStore } from '../../../kernel/files.ts';
import { signedQuery } from '../../../kernel/signedLink.ts';
import type { Exports } from './ports.ts';

const HOUR_MS = 3_600_000;

export const fileExports = (files: FileStore, publicUrl: string, linkSecret: string): Exports => ({
  keep: (key, document) =>
    files.put(key, Buffer.from(JSON.stringify(document, null, 2)), 'application/json; charset=utf-8'),
  remove: (key) => files.delete([key]),
  url: (key, now) =>
    `${new URL(publicUrl).origin}/files/users/exports/${key}?${signedQuery(linkSecret, { kind: 'export', key }, HOUR_MS, now)}`,
});
