import { newId, type ProductId, type VariantId } from '../../kernel/ids.ts';
import { money } from '../../kernel/money.ts';
import type { PostalAddress } from '../../kernel/postalAddress.ts';
import type { CartSnapshot, Item } from '../../subgraphs/orders/pricing/cart.ts';
import type { Benefit, Candidate } from '../../subgraphs/orders/pricing/promotion.ts';
import type { QuoteInput } from '../../subgraphs/orders/pricing/quote.ts';
import type { ShippingMethod } from '../../subgraphs/orders/pricing/shippingMethod.ts';
import type { TaxRate } from '../../subgraphs/orders/pricing/tax.ts';

/** Short builders of a quote's inputs for tests. A test names only what it is about. */
export const NOW = new Date('2026-11-23T10:00:00Z');
export const eur = (amount: number) => money(amount, 'EUR');
export const berlin: PostalAddress = {
  ...{ name: 'Ada Example', company: null, line1: '1 Main Street', line2: null },
  ...{ city: 'Berlin', region: null, postalCode: '10115', country: 'DE', phone: null },
};

export const anItem = (price: number, over: Partial<Item> = {}): Item => {
  const id: VariantId = newId('var');
  const productId: ProductId = newId('prod');
  return {
    id,
    productId,
    sku: id,
    productTitle: 'Mug',
    title: 'Blue',
    price: eur(price),
    available: 100,
    imageUrl: null,
    categories: [],
    ...over,
  };
};

export const aMethod = (price: number, over: Partial<ShippingMethod> = {}): ShippingMethod => ({
  ...{
    id: newId('ship'),
    name: 'Standard',
    price: eur(price),
    freeFrom: null,
    countries: [],
    minDays: 1,
    maxDays: 3,
    active: true,
  },
  ...over,
});

export const aPromotion = (benefit: Benefit, over: Partial<Candidate> = {}): Candidate => ({
  ...{
    id: newId('promo'),
    code: null,
    title: 'Offer',
    benefit,
    minimum: null,
    categories: [],
    limit: null,
    limitPerCustomer: null,
  },
  ...{ startsAt: new Date(0), endsAt: null, redeemed: 0, redeemedByBuyer: 0 },
  ...over,
});
export const percent = (of: number, over: Partial<Candidate> = {}) =>
  aPromotion({ kind: 'PERCENTAGE', basisPoints: of * 100 }, over);
export const fixed = (amount: number, over: Partial<Candidate> = {}) =>
  aPromotion({ kind: 'FIXED_AMOUNT', amount: eur(amount) }, over);
export const freeShipping = (over: Partial<Candidate> = {}) => aPromotion({ kind: 'FREE_SHIPPING' }, over);

export const vat = (rate: number, over: Partial<TaxRate> = {}): TaxRate => ({
  ...{ country: 'DE', region: null, category: null, rate, included: true, onShipping: true },
  ...over,
});

type Wanted = readonly (readonly [Item, number])[];

/** The inputs of a quote for these items, shipped to Berlin by the only method, plus what the test overrides. */
export const aQuoteOf = (
  wanted: Wanted,
  over: Partial<QuoteInput> & Partial<Pick<CartSnapshot, 'promotionCodes'>> = {},
): QuoteInput => {
  const { promotionCodes, ...rest } = over;
  const shippingMethods = over.shippingMethods ?? [aMethod(490)];
  const codes = promotionCodes ?? (over.promotions ?? []).flatMap(({ code }) => code ?? []);
  const cart: CartSnapshot = {
    ...{
      id: newId('cart'),
      currency: 'EUR',
      ownerId: null,
      email: null,
      promotionCodes: codes,
      closedBy: null,
    },
    lines: wanted.map(([item, quantity]) => ({ id: newId('line'), variantId: item.id, quantity })),
  };
  return {
    ...{
      cart,
      items: new Map(wanted.map(([item]) => [item.id, item])),
      promotions: [],
      taxRates: [],
      chargeLimits: null,
      address: berlin,
      buyer: null,
      now: NOW,
    },
    ...{ shippingMethods, shippingMethodId: shippingMethods[0]?.id ?? null },
    ...rest,
  };
};
