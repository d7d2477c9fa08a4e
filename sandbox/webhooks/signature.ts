import { createHmac } from 'node:crypto';

/** Stripe's scheme: the time and the body under each secret (two while one is being replaced). */
export const signatureOf = (body: string, secrets: readonly string[], seconds: number): string =>
  [
    `t=${seconds}`,
    ...secrets.map(
      (secret) => `v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`,
    ),
  ].join(',');
