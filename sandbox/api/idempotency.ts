import { createHash } from 'node:crypto';
import type { Reply } from '../journal/world.ts';
import { Refused } from '../objects/refused.ts';

const MAX_LENGTH = 255;

/** Only a POST has a key; elsewhere it means nothing. */
export const keyOf = (method: string, header: string | undefined): string | null => {
  if (method !== 'POST' || !header) return null;
  if (header.length > MAX_LENGTH)
    throw mismatch(`Idempotency keys can be at most ${MAX_LENGTH} characters long.`);
  return header;
};

/** The same parameters in another order are the same. */
export const fingerprintOf = (form: object): string =>
  createHash('sha256').update(JSON.stringify(form, inOrder)).digest('base64url');

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** A key is bound to its first request. */
export const mustBeSame = (reply: Reply, path: string, fingerprint: string): void => {
  const instead = `Try using a key other than '${reply.id}' if you meant to execute a different request.`;
  if (reply.path !== path)
    throw mismatch(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${reply.path}'). ${instead}`,
    );
  if (reply.fingerprint !== fingerprint)
    throw mismatch(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ${instead}`,
    );
};

export const inProgress = (key: string): Refused =>
  new Refused(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
  });

const mismatch = (message: string): Refused => new Refused(400, { type: 'idempotency_error', message });
