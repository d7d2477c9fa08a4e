import { type LineId, newId, newSecretId, type VariantId } from '../../kernel/ids.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { type Cart, emptyCart, type Offers } from '../../subgraphs/carts/cart/cart.ts';

/** The offers of a catalogue for tests: each variant with its stock, price and currency. */
type OnSale = readonly [VariantId, available: number, price?: number, currency?: string];
export const onSale = (...variants: readonly OnSale[]): Offers =>
  new Map(
    variants.map(([id, available, amount = 500, currency = 'EUR']) => [
      id,
      { available, price: { amount, currency } },
    ]),
  );

export const aCart = (...lines: readonly (readonly [VariantId, quantity: number])[]): Cart => ({
  ...emptyCart(newSecretId('cart'), null, 'EUR', 0),
  lines: lines.map(([variantId, quantity]) => ({
    id: lineId(),
    variantId,
    quantity,
    seenPrice: 500,
    wanted: null,
  })),
});
export const lineId = (): LineId => newId('line');

export const quantities = ({ lines }: Cart) => lines.map(({ variantId, quantity }) => [variantId, quantity]);
/** The value of an outcome. Throws if it was refused. */
export const got = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return outcome.value;
};
export const codeOf = (outcome: Outcome<unknown>): string | undefined =>
  outcome.ok ? 'done' : outcome.refusals[0]?.code;
