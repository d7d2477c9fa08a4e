import { readId, type UserId } from '../../../kernel/ids.ts';
import type { PostalAddress } from '../../../kernel/postalAddress.ts';
import type { PrivacyPorts } from './ports.ts';

type Needs = Pick<PrivacyPorts, 'erasures' | 'clock'>;
const DAY_MS = 86_400_000;

/** Erases a person from all finished orders. Orders under way are erased by the nightly sweep once they are finished. */
export const personalDataErase =
  (ports: Needs) =>
  async (id: string): Promise<boolean> => {
    const userId = readId('user', id);
    await ports.erasures.request(userId);
    await eraseAll(ports, userId);
    return true;
  };

/** Erases the remaining orders of all open requests. A request stays open for a day, since a checkout may be in progress. */
export const personalDataSweep = (ports: Needs) => async (): Promise<void> => {
  for (const userId of await ports.erasures.open()) await eraseAll(ports, userId);
  await ports.erasures.close(new Date(ports.clock().getTime() - DAY_MS));
};

const eraseAll = async ({ erasures, clock }: Needs, userId: UserId): Promise<void> => {
  while ((await erasures.eraseOrders(userId, clock())) > 0);
};

/** A top-level domain that is reserved to never receive e-mail (RFC 2606). */
const RESERVED_DOMAIN = '.invalid';
export const ERASED_EMAIL = `removed@customer${RESERVED_DOMAIN}`;

/** The erased fields of an address. Country and region stay, since they decide the tax. */
export const ERASED_ADDRESS = {
  name: '',
  company: null,
  line1: '',
  line2: null,
  city: '',
  postalCode: null,
  phone: null,
} as const satisfies Partial<PostalAddress>;

export const isErased = (email: string): boolean => email.endsWith(RESERVED_DOMAIN);
