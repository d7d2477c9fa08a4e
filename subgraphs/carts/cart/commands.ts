import { z } from 'zod';
import type {
  CartCreateInput,
  CartEmailSetInput,
  CartLineInput,
  CartLinesAddInput,
  CartLinesRemoveInput,
  CartLinesUpdateInput,
  MutationCartCloseArgs,
} from '../../../generated/carts/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { failpoint } from '../../../kernel/failpoint.ts';
import { newId, readId } from '../../../kernel/ids.ts';
import { normalizeEmail } from '../../../kernel/normalize.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { admitService, ownerOf, type Viewer } from '../../../kernel/viewer.ts';
import {
  addLines,
  type Cart,
  type LineInput,
  MAX_LINES,
  MAX_QUANTITY,
  removeLines,
  updateLines,
  variantsOf,
} from './cart.ts';
import type { Ports } from './ports.ts';

type Needs = Pick<Ports, 'carts' | 'catalogue'>;

/** Creates a guest cart, or adds the lines to the signed-in customer's own cart. Refuses like `addLines`. */
export const cartCreate =
  ({ carts, catalogue }: Needs) =>
  async (viewer: Viewer, input: CartCreateInput): Promise<Outcome<Cart>> => {
    const owner = ownerOf(viewer);
    const lines = parseLines(input.lines ?? []);
    const cart = owner ? await carts.ofCustomer(owner) : await carts.create();
    if (lines.length === 0) return done(cart);
    const offers = await catalogue.offers(variantsOf(cart, lines));
    return carts.update(owner, cart.id, null, (current) =>
      addLines(current, lines, offers, () => newId('line')),
    );
  };

export const cartLinesAdd =
  ({ carts, catalogue }: Needs) =>
  async (viewer: Viewer, input: CartLinesAddInput): Promise<Outcome<Cart>> => {
    const id = readId('cart', input.cartId);
    const lines = parseLines(input.lines);
    const [cart] = await carts.find(ownerOf(viewer), [id]);
    const offers = await catalogue.offers(variantsOf(cart ?? null, lines));
    return carts.update(ownerOf(viewer), id, input.expectedVersion ?? null, (current) =>
      addLines(current, lines, offers, () => newId('line')),
    );
  };

export const cartLinesUpdate =
  ({ carts, catalogue }: Needs) =>
  async (viewer: Viewer, input: CartLinesUpdateInput): Promise<Outcome<Cart>> => {
    const id = readId('cart', input.cartId);
    const changes = atMostMaxLines(input.lines).map(({ lineId, quantity }) => ({
      lineId: readId('line', lineId),
      quantity: parseQuantity(quantity, 0),
    }));
    const [cart] = await carts.find(ownerOf(viewer), [id]);
    const offers = await catalogue.offers(variantsOf(cart ?? null));
    return carts.update(ownerOf(viewer), id, input.expectedVersion ?? null, (current) =>
      updateLines(current, changes, offers),
    );
  };

export const cartLinesRemove =
  ({ carts, catalogue }: Needs) =>
  async (viewer: Viewer, input: CartLinesRemoveInput): Promise<Outcome<Cart>> => {
    const id = readId('cart', input.cartId);
    const lineIds = atMostMaxLines(input.lineIds).map((lineId) => readId('line', lineId));
    const [cart] = await carts.find(ownerOf(viewer), [id]);
    const offers = await catalogue.offers(variantsOf(cart ?? null));
    return carts.update(ownerOf(viewer), id, input.expectedVersion ?? null, (current) =>
      removeLines(current, lineIds, offers),
    );
  };

export const cartClear =
  ({ carts }: Pick<Ports, 'carts'>) =>
  (viewer: Viewer, cartId: string): Promise<Outcome<Cart>> =>
    carts.update(ownerOf(viewer), readId('cart', cartId), null, (cart) => done({ ...cart, lines: [] }));

const EMAIL = z.email().max(254);

/** Stores the buyer's e-mail address for checkout. Refuses with INVALID if it is not an e-mail address. */
export const cartEmailSet =
  ({ carts }: Pick<Ports, 'carts'>) =>
  async (viewer: Viewer, input: CartEmailSetInput): Promise<Outcome<Cart>> => {
    const id = readId('cart', input.cartId);
    const email = EMAIL.safeParse(normalizeEmail(input.email));
    if (!email.success) return refuse('INVALID', 'Not a valid e-mail address.', ['email']);
    return carts.update(ownerOf(viewer), id, null, (cart) => done({ ...cart, email: email.data }));
  };

/** Closes the cart of a placed order. Only the orders service may call it. Refuses like `close`. Safe to repeat. */
export const cartClose =
  ({ carts }: Pick<Ports, 'carts'>) =>
  async (viewer: Viewer, args: MutationCartCloseArgs): Promise<Outcome<Cart>> => {
    admitService(viewer, 'orders');
    await failpoint('carts.close.before');
    const lines = args.lines?.map(({ variantId, quantity }) => ({
      variantId: readId('var', variantId),
      quantity,
    }));
    const closed = await carts.close(readId('cart', args.id), {
      orderId: readId('ord', args.orderId),
      lines: lines ?? null,
      promotionCodes: args.promotionCodes ?? [],
    });
    await failpoint('carts.close.after');
    return closed;
  };

const parseLines = (lines: readonly CartLineInput[]): LineInput[] =>
  atMostMaxLines(lines).map(({ variantId, quantity }) => ({
    variantId: readId('var', variantId),
    quantity: parseQuantity(quantity, 1),
  }));

const parseQuantity = (quantity: number, min: 0 | 1): number => {
  if (quantity < min || quantity > MAX_QUANTITY)
    throw badInput(`quantity must be between ${min} and ${MAX_QUANTITY}.`);
  return quantity;
};

const atMostMaxLines = <T>(lines: readonly T[]): readonly T[] => {
  if (lines.length > MAX_LINES) throw badInput(`You can change at most ${MAX_LINES} lines at a time.`);
  return lines;
};
