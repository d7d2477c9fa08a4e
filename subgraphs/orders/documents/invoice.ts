import type { OrderId } from '../../../kernel/ids.ts';
import { add, allocate, type Money, subtract, sum, zero } from '../../../kernel/money.ts';
import type { Order } from '../order/order.ts';
import { ratesOf, type TaxRate, taxesOf } from '../pricing/tax.ts';

/** An issued invoice. Its number is the next of its series; a series is a year in the shop's time zone. */
export type Issued = Readonly<{
  orderId: OrderId;
  series: string;
  number: number;
  issuedAt: Date;
  fileKey: string | null;
}>;

/** The seller, as the law requires it on an invoice. */
export type Seller = Readonly<{ name: string; address: readonly string[]; vatId: string | null }>;

/** The amounts taxed at a rate. Rates are in thousandths of a percent. */
export type VatRow = Readonly<{ rate: number; net: Money; tax: Money; gross: Money }>;

export const invoiceNumber = ({ series, number }: Pick<Issued, 'series' | 'number'>): string =>
  `INV-${series}-${String(number).padStart(6, '0')}`;

export const invoiceKey = (issued: Pick<Issued, 'series' | 'number' | 'orderId'>): string =>
  `${invoiceNumber(issued).toLowerCase()}-${issued.orderId}.pdf`;

export const seriesOf = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format(at);

/** Net, tax and gross per rate; they add up to the order. Null if the rates have changed since the order was taxed. */
export const vatRows = (order: Order, rates: readonly TaxRate[]): VatRow[] | null => {
  const { currency, lines, shipping, taxIncluded } = order;
  const nets = lines.map(({ subtotal, discount, categories }) => ({
    net: subtract(subtotal, discount),
    categories,
  }));
  const place = { country: order.shippingAddress.country, region: order.shippingAddress.region };
  const taxed = taxesOf(nets, shipping, rates, place).perLine;
  if (lines.some(({ tax }, index) => tax.amount !== taxed[index]?.amount)) return null;
  const shares = allocate(
    shipping,
    nets.map(({ net }) => net.amount),
  );
  const parts = ratesOf(nets, rates, place).flatMap(({ rate, onShipping }, index) => {
    const base = nets[index]?.net ?? zero(currency);
    const share = shares[index] ?? zero(currency);
    const tax = taxed[index] ?? zero(currency);
    const own = { rate, base: onShipping ? add(base, share) : base, tax };
    return onShipping || share.amount === 0 ? [own] : [own, { rate: 0, base: share, tax: zero(currency) }];
  });
  return [...new Set(parts.map(({ rate }) => rate))]
    .sort((a, b) => b - a)
    .map((rate) => vatRow(rate, parts, currency, taxIncluded));
};

type Part = Readonly<{ rate: number; base: Money; tax: Money }>;

const vatRow = (rate: number, parts: readonly Part[], currency: string, included: boolean): VatRow => {
  const of = parts.filter((part) => part.rate === rate);
  const all = (amount: (part: Part) => Money): Money => sum(of.map(amount), currency);
  const base = all((part) => part.base);
  const tax = all((part) => part.tax);
  return included
    ? { rate, net: subtract(base, tax), tax, gross: base }
    : { rate, net: base, tax, gross: add(base, tax) };
};
