import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { OrderId } from '../../../kernel/ids.ts';

/** The token of a guest's order: derived from its id, so that the same checkout answers it again, and kept as a hash alone. */
export const orderToken = (secret: string, id: OrderId): string =>
  createHmac('sha256', secret).update(`order-token:${id}`).digest('base64url');

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

export const matchesToken = (tokenHash: string | null, token: string | null | undefined): boolean =>
  tokenHash !== null &&
  token != null &&
  timingSafeEqual(Buffer.from(hashToken(token)), Buffer.from(tokenHash));
