import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { CodedError, forbidden } from '../kernel/errors.ts';
import type { Ask, Sent } from './ask.ts';

/** Finds the text of what is asked; refuses what may not be asked. */
export type Trust = (sent: Sent) => Ask;

const manifest = z.record(z.string(), z.string());

/** Where a file lists the shop's own documents by id (`{ "<id>": "<text>" }`), nothing else is executed; without one every text may be sent. */
export const trustedDocuments = async (path: string | undefined): Promise<Trust> => {
  if (path === undefined) return anyText;
  const byId = new Map(Object.entries(manifest.parse(JSON.parse(await readFile(path, 'utf8')))));
  const texts = new Set(byId.values());
  return ({ query, documentId, ...sent }) => {
    const text = query ?? byId.get(documentId ?? '');
    if (text === undefined || !texts.has(text)) throw forbidden('Only documents that the shop has registered may be asked here.');
    return { ...sent, query: text };
  };
};

const anyText: Trust = ({ query, documentId, ...sent }) => {
  if (documentId !== null) throw new CodedError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
  if (query === null) throw new CodedError('BAD_REQUEST', 'The request has no query.');
  return { ...sent, query };
};
