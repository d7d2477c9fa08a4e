import { createHmac, timingSafeEqual } from 'node:crypto';

/** A file that is not for everybody: what kind it is, and its key. */
export type LinkTarget = Readonly<{ kind: string; key: string }>;

const signature = (secret: string, { kind, key }: LinkTarget, expires: number): string =>
  createHmac('sha256', secret).update(`${kind}:${key}:${expires}`).digest('base64url');

/** The query of a link that is good for a while. */
export const signedQuery = (secret: string, target: LinkTarget, goodForMs: number, now: Date): string => {
  const expires = Math.ceil((now.getTime() + goodForMs) / 1000);
  return new URLSearchParams({
    expires: String(expires),
    signature: signature(secret, target, expires),
  }).toString();
};

/** Whether the query was signed for this file and is still good; compared in the same time whatever is wrong. */
export const isSigned = (secret: string, target: LinkTarget, query: URLSearchParams, now: Date): boolean => {
  const expires = query.get('expires') ?? '';
  if (!/^\d{1,12}$/.test(expires)) return false;
  const [given, right] = [
    Buffer.from(query.get('signature') ?? ''),
    Buffer.from(signature(secret, target, Number(expires))),
  ];
  return (
    given.length === right.length && timingSafeEqual(given, right) && Number(expires) * 1000 > now.getTime()
  );
};
