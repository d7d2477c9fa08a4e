import { readId, type UserId } from '../../../kernel/ids.ts';
import type { PostalAddress } from '../../../kernel/postalAddress.ts';
import type { PrivacyPorts } from './ports.ts';

type Needs = Pick<PrivacyPorts, 'erasures' | 'clock'>;
const DAY_MS = 86_400_000;

/** Forgets a person in all orders that are over; those under way are noted, and forget the person when they are. */
export const personalDataErase =
  (ports: Needs) =>
  async (id: string): Promise<boolean> => {
    const userId = readId('user', id);
    await ports.erasures.request(userId);
    await eraseAll(ports, userId);
    return true;
  };

/** Goes on with those whose orders were under way. What was asked for lately stays noted: an order may be in the making. */
export const personalDataSweep = (ports: Needs) => async (): Promise<void> => {
  for (const userId of await ports.erasures.open()) await eraseAll(ports, userId);
  await ports.erasures.close(new Date(ports.clock().getTime() - DAY_MS));
};

const eraseAll = async ({ erasures, clock }: Needs, userId: UserId): Promise<void> => {
  while ((await erasures.eraseOrders(userId, clock())) > 0);
};

/** Where nobody gets mail: the domain is reserved for that. */
const RESERVED_DOMAIN = '.invalid';
export const ERASED_EMAIL = `removed@customer${RESERVED_DOMAIN}`;

/** What is left of an address: the country and the region, which decide the tax. */
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
