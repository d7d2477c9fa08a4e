import type { IncomingMessage } from 'node:http';
import Negotiator from 'negotiator';

/** The media types of an answer, the first where the client has no preference. */
const TYPES = ['application/json', 'application/graphql-response+json'] as const;
export type MediaType = (typeof TYPES)[number];

/** UTF-8 is the only encoding of an answer, so a client that names it asks for nothing else. */
const UTF8 = /;\s*charset\s*=\s*(?:"utf-?8"|utf-?8)(?=\s*(?:[;,]|$))/gi;

/**
 * The media type in which a client wants its answer: what GraphQL over HTTP says of `Accept`, with weights and wildcards. Without the
 * header, and where all types are equally good, it is application/json. Null when the client takes none of them.
 */
export const acceptedType = ({ headers }: IncomingMessage): MediaType | null => {
  const accept = headers.accept?.replace(UTF8, '');
  if (accept === undefined || accept.trim() === '') return TYPES[0];
  const [best] = new Negotiator({ headers: { accept } }).mediaTypes([...TYPES]);
  return (best as MediaType | undefined) ?? null;
};
