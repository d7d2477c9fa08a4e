import { createHmac, timingSafeEqual } from 'node:crypto';

const GOOD_FOR_MS = 15 * 60_000;

const signature = (secret: string, key: string, expires: number): string =>
  createHmac('sha256', secret).update(`invoice:${key}:${expires}`).digest('base64url');

/** The query of a link to a file, good for 15 minutes. */
export const signedQuery = (secret: string, key: string, now: Date): string => {
  const expires = Math.ceil((now.getTime() + GOOD_FOR_MS) / 1000);
  return new URLSearchParams({ expires: String(expires), signature: signature(secret, key, expires) }).toString();
};

/** Whether the query was signed for this file and is still good; compared in the same time whatever is wrong. */
export const isSigned = (secret: string, key: string, query: URLSearchParams, now: Date): boolean => {
  const expires = query.get('expires') ?? '';
  if (!/^\d{1,12}$/.test(expires)) return false;
  const [given, right] = [Buffer.from(query.get('signature') ?? ''), Buffer.from(signature(secret, key, Number(expires)))];
  return given.length === right.length && timingSafeEqual(given, right) && Number(expires) * 1000 > now.getTime();
};
