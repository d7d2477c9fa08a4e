import { timingSafeEqual } from 'node:crypto';
import { ownerOf, type Viewer } from '../../kernel/viewer.ts';
import type { Payment } from './payment.ts';
import type { Ports } from './ports.ts';
import { isPayable } from './status.ts';

/** A payment whose secret was shown to us, or is about to be handed out: the viewer may see it. */
export type Proven = Payment & Readonly<{ proven?: boolean }>;

/** What the buyer's form needs: for the buyer alone, and only while it is of use. It is kept nowhere. */
export const clientSecret =
  ({ provider }: Pick<Ports, 'provider'>) =>
  async (viewer: Viewer, payment: Proven): Promise<string | null> => {
    const isBuyer =
      payment.proven === true || (payment.ownerId !== null && payment.ownerId === ownerOf(viewer));
    if (!isBuyer || !payment.providerId || !isPayable(payment.status) || payment.flag) return null;
    return provider.clientSecret(payment.providerId);
  };

/** Whether the secret that was shown is the payment's own. */
export const isProvenBy =
  ({ provider }: Pick<Ports, 'provider'>) =>
  async ({ providerId }: Payment, shown: string): Promise<boolean> => {
    if (!providerId || !shown.startsWith(`${providerId}_secret_`)) return false;
    const [own, given] = [Buffer.from(await provider.clientSecret(providerId)), Buffer.from(shown)];
    return own.length === given.length && timingSafeEqual(own, given);
  };
