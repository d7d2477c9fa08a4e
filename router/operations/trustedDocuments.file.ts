import { readFile } from 'node:fs/promises';
import { Kind, parse } from 'graphql';
import { z } from 'zod';
import { CodedError, forbidden } from '../../kernel/errors.ts';
import type { Ask, Sent } from '../http/parseRequest.ts';

/** Finds the text of what is asked; refuses what may not be asked. */
export type Trust = (sent: Sent) => Ask;
/** `names` are those of the listed operations; null where every text may be sent. */
export type Trusted = Readonly<{ trust: Trust; names: ReadonlySet<string> | null }>;

const manifest = z.record(z.string(), z.string());

/** Where a file lists the shop's own documents by id (`{ "<id>": "<text>" }`), nothing else is executed; without one every text may be sent. */
export const trustedDocuments = async (path: string | undefined): Promise<Trusted> => {
  if (path === undefined) return { trust: anyText, names: null };
  const byId = new Map(Object.entries(manifest.parse(JSON.parse(await readFile(path, 'utf8')))));
  const texts = new Set(byId.values());
  const trust: Trust = ({ query, documentId, ...sent }) => {
    const text = query ?? byId.get(documentId ?? '');
    if (text === undefined || !texts.has(text))
      throw forbidden('Only documents that the shop has registered may be asked here.');
    return { ...sent, query: text };
  };
  return { trust, names: new Set([...texts].flatMap(namesIn)) };
};

/** A document that cannot be parsed has no operations; a request for it is refused with that reason. */
const namesIn = (text: string): string[] => {
  try {
    return parse(text, { noLocation: true }).definitions.flatMap((node) =>
      node.kind === Kind.OPERATION_DEFINITION && node.name ? [node.name.value] : [],
    );
  } catch {
    return [];
  }
};

const anyText: Trust = ({ query, documentId, method, operationName, variables, files }) => {
  if (documentId !== null)
    throw new CodedError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
  if (query === null) throw new CodedError('BAD_REQUEST', 'The request has no query.');
  return { query, method, operationName, variables, files };
};
