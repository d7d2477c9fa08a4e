import type { OrderId } from '../../../kernel/ids.ts';
import { add, allocate, type Money, subtract, sum, zero } from '../../../kernel/money.ts';
import type { Order } from '../order/order.ts';
import { ratesOf, type TaxRate, taxesOf } from '../pricing/tax.ts';

/** A number that follows the one before it in its series, which is a year of the shop. */
export type Issued = Readonly<{
  orderId: OrderId;
  series: string;
  number: number;
  issuedAt: Date;
  fileKey: string | null;
}>;

/** Who sells: what the law wants on an invoice. */
export type Seller = Readonly<{ name: string; address: readonly string[]; vatId: string | null }>;

/** What was taxed at a rate, in thousandths of a percent. */
export type VatRow = Readonly<{ rate: number; net: Money; tax: Money; gross: Money }>;

export const invoiceNumber = ({ series, number }: Pick<Issued, 'series' | 'number'>): string =>
  `INV-${series}-${String(number).padStart(6, '0')}`;

export const invoiceKey = (issued: Pick<Issued, 'series' | 'number' | 'orderId'>): string =>
  `${invoiceNumber(issued).toLowerCase()}-${issued.orderId}.pdf`;

export const seriesOf = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone, year: 'numeric' }).format(at);

/** Net, tax and gross of each rate; they add up to the order. Null where the rates are no longer those that the order was taxed by. */
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
    const [base, share, tax] = [
      nets[index]?.net ?? zero(currency),
      shares[index] ?? zero(currency),
      taxed[index] ?? zero(currency),
    ];
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
  const [base, tax] = [all((part) => part.base), all((part) => part.tax)];
  return included
    ? { rate, net: subtract(base, tax), tax, gross: base }
    : { rate, net: base, tax, gross: add(base, tax) };
};
