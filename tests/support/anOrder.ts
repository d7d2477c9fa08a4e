import { newId, newSecretId, type ProductId } from '../../kernel/ids.ts';
import { type Money, money, sum } from '../../kernel/money.ts';
import type { Order, OrderLine, OrderTerms } from '../../subgraphs/orders/order/order.ts';
import { type TaxRate, taxesOf } from '../../subgraphs/orders/pricing/tax.ts';

export type LineOf = Readonly<{
  price: number;
  quantity?: number;
  discount?: number;
  title?: string;
  categories?: readonly string[];
  productId?: ProductId;
}>;
type Options = Readonly<{
  lines?: readonly LineOf[];
  shipping?: number;
  rates?: readonly TaxRate[];
  currency?: string;
  country?: string;
}>;

export const VAT = (rate: number, category: string | null = null, included = true): TaxRate => ({
  ...{ country: 'DE', region: null, category, rate, included, onShipping: true },
});

/** The terms of an order; all totals are as the shop computes them. */
export const someOrderTerms = ({
  lines = [{ price: 1999, quantity: 2 }],
  shipping = 490,
  rates = [VAT(19_000)],
  currency = 'EUR',
  country = 'DE',
}: Options = {}): OrderTerms => {
  const amount = (value: number): Money => money(value, currency);
  const address = {
    name: 'Zoë Müller',
    company: null,
    line1: 'Łódzka 1',
    line2: null,
    city: 'Berlin',
    region: null,
    postalCode: '10115',
    country,
    phone: null,
  };
  const nets = lines.map(({ price, quantity = 1, discount = 0, categories = [] }) => ({
    net: amount(price * quantity - discount),
    categories,
  }));
  const taxes = taxesOf(nets, amount(shipping), rates, { country, region: null });
  const made = lines.map((line, index) =>
    aLine(
      line,
      amount(line.price),
      taxes.perLine[index] ?? amount(0),
      taxes.onShipping[index] ?? amount(0),
      taxes.included,
    ),
  );
  const all = (part: (line: OrderLine) => Money): Money => sum(made.map(part), currency);
  const now = new Date();
  return {
    id: newId('ord'),
    number: `T${newSecretId('ord').slice(-9).toUpperCase()}`,
    cartId: newSecretId('cart'),
    ownerId: newId('user'),
    email: 'zoe@example.com',
    currency,
    lines: made,
    subtotal: all((line) => line.subtotal),
    discount: all((line) => line.discount),
    shipping: amount(shipping),
    tax: all((line) => line.tax),
    taxIncluded: taxes.included,
    total: amount(all((line) => line.total).amount + shipping),
    promotions: [],
    shippingAddress: address,
    billingAddress: address,
    shippingMethodId: newId('ship'),
    shippingMethodName: 'Standard',
    createdAt: now,
    expiresAt: new Date(now.getTime() + 900_000),
    tokenHash: null,
  };
};

const aLine = (
  { price, quantity = 1, discount = 0, title = 'Mug', categories = [], productId }: LineOf,
  unitPrice: Money,
  tax: Money,
  shippingTax: Money,
  included: boolean,
): OrderLine => {
  const net = price * quantity - discount;
  return {
    id: newId('oline'),
    variantId: newId('var'),
    productId: productId ?? newId('prod'),
    sku: 'SKU-1',
    productTitle: title,
    variantTitle: 'One size',
    imageUrl: null,
    categories,
    quantity,
    fulfilledQuantity: 0,
    refundedQuantity: 0,
    returnedQuantity: 0,
    unitPrice,
    subtotal: { ...unitPrice, amount: price * quantity },
    discount: { ...unitPrice, amount: discount },
    tax,
    shippingTax,
    total: { ...unitPrice, amount: included ? net : net + tax.amount },
  };
};

/** The same order after payment. */
export const aPlacedOrder = (options: Options = {}, progress: Partial<Order> = {}): Order => {
  const agreement = someOrderTerms(options);
  return {
    ...agreement,
    status: 'PLACED',
    paymentStatus: 'PAID',
    fulfillmentStatus: 'UNFULFILLED',
    step: 'DONE',
    refunded: money(0, agreement.currency),
    refunds: [],
    paymentId: newId('pay'),
    cancelReason: null,
    shortages: [],
    placedAt: agreement.createdAt,
    cancelledAt: null,
    ...progress,
  };
};
