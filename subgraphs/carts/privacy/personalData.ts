import { readId } from '../../../kernel/ids.ts';
import type { Cart } from '../cart/cart.ts';
import type { Ports } from './ports.ts';

/** The personal data in a customer's carts, in the form of the data export. */
export const personalData = (carts: readonly Cart[]) => ({
  carts: carts.map(({ id, currency, lines, promotionCodes, email, updatedAt, closedBy }) => ({
    id,
    currency,
    lines: lines.map(({ variantId, quantity }) => ({ variantId, quantity })),
    promotionCodes,
    email,
    updatedAt: new Date(updatedAt),
    becameOrder: closedBy,
  })),
});

/** All personal data that carts holds of a person, as JSON. */
export const personalDataOf =
  ({ personalCarts }: Ports) =>
  async (userId: string): Promise<string> =>
    JSON.stringify(personalData(await personalCarts.find(readId('user', userId))));

/** Deletes all personal data of a person. Safe to repeat. */
export const personalDataErase =
  ({ personalCarts }: Ports) =>
  async (userId: string): Promise<boolean> => {
    await personalCarts.erase(readId('user', userId));
    return true;
  };
