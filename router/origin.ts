import type { IncomingMessage } from 'node:http';
import type { Origin } from '../kernel/viewer.ts';

const MAX_USER_AGENT = 200;

/** Where a request came from; X-Forwarded-For counts only as far as the shop's own proxies wrote it. */
export const originOf =
  (trustedProxies: number) =>
  (request: IncomingMessage): Origin => {
    const forwarded = trustedProxies === 0 ? [] : String(request.headers['x-forwarded-for'] ?? '').split(',');
    const ip = forwarded.at(-trustedProxies)?.trim() || request.socket.remoteAddress;
    return { ip: ip ?? null, userAgent: request.headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? null };
  };
