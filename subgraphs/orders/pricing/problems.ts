import { done, type Outcome, type Refusal, refuseAll } from '../../../kernel/outcome.ts';
import {
  faultOfRegion,
  type PostalAddress,
  type PostalAddressInput,
  readPostalAddress,
} from '../../../kernel/postalAddress.ts';
import { type CartSnapshot, type Item, type Items, quantityByVariant } from './cart.ts';
import type { ShippingOption } from './shippingMethod.ts';
import type { TaxRate } from './tax.ts';

type ProblemInputs = Readonly<{
  cart: CartSnapshot;
  items: Items;
  address: PostalAddress | null;
  taxRates: readonly TaxRate[];
  shippingMethodId: string | null;
  chosen: ShippingOption | undefined;
}>;

const problem = (code: string, message: string, field: readonly string[]): Refusal => ({
  code,
  message,
  field,
});

/** Everything that prevents a checkout of this cart now. */
export const quoteProblems = (inputs: ProblemInputs): Refusal[] => [
  ...problemsOfCart(inputs),
  ...problemsOfDelivery(inputs),
];

const problemsOfCart = ({ cart, items }: ProblemInputs): Refusal[] => {
  if (cart.closedBy !== null)
    return [problem('CART_CLOSED', 'This cart has already been ordered.', ['cartId'])];
  if (cart.lines.length === 0) return [problem('CART_EMPTY', 'The cart is empty.', ['cartId'])];
  const requested = quantityByVariant(cart.lines);
  return cart.lines.flatMap(
    ({ id, variantId }) =>
      problemOfItem(items.get(variantId), requested.get(variantId) ?? 0, cart.currency, id) ?? [],
  );
};

const problemOfItem = (
  item: Item | undefined,
  requested: number,
  currency: string,
  lineId: string,
): Refusal | null => {
  const field = ['lines', lineId];
  if (!item)
    return problem('VARIANT_UNAVAILABLE', 'An item in the cart is no longer sold. Remove it.', field);
  if (item.price.currency !== currency)
    return problem(
      'CURRENCY_MISMATCH',
      `${itemName(item)} has a different currency than the cart. Remove it.`,
      field,
    );
  if (requested > item.available)
    return problem('OUT_OF_STOCK', shortageMessage(itemName(item), item.available), field);
  return null;
};

export const itemName = ({ productTitle, title }: Pick<Item, 'productTitle' | 'title'>): string =>
  title && title !== productTitle ? `${productTitle} (${title})` : productTitle;

export const shortageMessage = (name: string, left: number): string =>
  left > 0 ? `Only ${left} of ${name} left.` : `${name} is sold out.`;

const problemsOfDelivery = ({ address, taxRates, shippingMethodId, chosen }: ProblemInputs): Refusal[] => [
  ...(address ? [] : [problem('ADDRESS_INVALID', 'Enter a shipping address.', ['shippingAddress'])]),
  ...(address && taxRates.some(({ country, region }) => country === address.country && region !== null)
    ? problemsOfRegion(address)
    : []),
  ...(chosen
    ? []
    : [
        problem('SHIPPING_METHOD_UNAVAILABLE', shippingMethodMessage(shippingMethodId), ['shippingMethodId']),
      ]),
];

/** Where tax depends on the region, the address must have a known one. */
const problemsOfRegion = ({ country, region }: PostalAddress): Refusal[] =>
  faultOfRegion(country, region).map(({ field, message }) =>
    problem('ADDRESS_INVALID', message, ['shippingAddress', field]),
  );

const shippingMethodMessage = (shippingMethodId: string | null): string =>
  shippingMethodId === null
    ? 'Choose a shipping method.'
    : 'This shipping method is not available for this cart and address. Choose another.';

/** The normalized address, or everything that is invalid in it. `at` is its path in the input. */
export const parseAddress = (input: PostalAddressInput, at: string): Outcome<PostalAddress> => {
  const { address, faults } = readPostalAddress(input);
  return faults.length === 0
    ? done(address)
    : refuseAll(
        faults.map(({ field, message }) => ({ code: 'ADDRESS_INVALID', message, field: [at, field] })),
      );
};
