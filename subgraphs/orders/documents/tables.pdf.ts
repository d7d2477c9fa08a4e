import { formatted, isZero, type Money } from '../../../kernel/money.ts';
import type { Order, OrderLine } from '../order/order.ts';
import type { VatRow } from './invoice.ts';
import { BOTTOM, type Doc, GREY, heightOf, INK, LEFT, newPage, RIGHT, rule, write } from './page.pdf.ts';
import type { InvoiceContent } from './ports.ts';

type Column = Readonly<{ title: string; x: number; width: number; align?: 'right' }>;

const NUMBER = 72;
const ITEM: Column = { title: 'Item', x: LEFT, width: 215 };
const QUANTITY: Column = { title: 'Quantity', x: LEFT + 220, width: 44, align: 'right' };
const PRICE: Column = { title: 'Price', x: RIGHT - 3 * NUMBER, width: NUMBER - 6, align: 'right' };
const DISCOUNT: Column = { title: 'Discount', x: RIGHT - 2 * NUMBER, width: NUMBER - 6, align: 'right' };
const AMOUNT: Column = { title: 'Amount', x: RIGHT - NUMBER, width: NUMBER, align: 'right' };
const COLUMNS = [ITEM, QUANTITY, PRICE, DISCOUNT, AMOUNT];
const GAP = 6;

/** The items, on as many pages as needed, with column titles on each. Returns the y below them. */
export const items = (doc: Doc, { order }: InvoiceContent, from: number): number => {
  let y = titles(doc, from);
  for (const line of order.lines) {
    const height = heightOfLine(doc, line);
    if (y + height + GAP > BOTTOM) y = titles(doc, newPage(doc));
    writeLine(doc, line, y);
    y += height + GAP;
    rule(doc, y - GAP / 2);
  }
  return y + 6;
};

const titles = (doc: Doc, y: number): number => {
  for (const { title, x, width, align } of COLUMNS)
    write(doc, title, x, y, { size: 7.5, bold: true, color: GREY, width, ...(align ? { align } : {}) });
  rule(doc, y + 14, INK, 0.8);
  return y + 19;
};

const detail = ({ variantTitle, sku }: OrderLine): string => [variantTitle, sku].filter(Boolean).join(' · ');

const heightOfLine = (doc: Doc, line: OrderLine): number =>
  heightOf(doc, line.productTitle, ITEM.width) + heightOf(doc, detail(line), ITEM.width, { size: 7.5 });

const writeLine = (doc: Doc, line: OrderLine, y: number): void => {
  const height = write(doc, line.productTitle, ITEM.x, y, { width: ITEM.width });
  write(doc, detail(line), ITEM.x, y + height, { size: 7.5, color: GREY, width: ITEM.width });
  const right = (text: string, { x, width }: Column) => write(doc, text, x, y, { width, align: 'right' });
  right(String(line.quantity), QUANTITY);
  right(formatted(line.unitPrice), PRICE);
  right(
    isZero(line.discount) ? '–' : formatted({ ...line.discount, amount: -line.discount.amount }),
    DISCOUNT,
  );
  right(formatted({ ...line.subtotal, amount: line.subtotal.amount - line.discount.amount }), AMOUNT);
};

const ROW = 15;
const VALUE = 90;
const LABELS = RIGHT - 240;

/** The totals and the tax per rate. A page break never splits them. */
export const totals = (doc: Doc, { order, vat }: InvoiceContent, from: number): void => {
  const rows = sums(order);
  const height = (rows.length + 1) * ROW + 40 + ((vat?.length ?? 0) + 2) * ROW;
  const start = from + height > BOTTOM ? newPage(doc) : from;
  const y = rows.reduce((at, [label, value]) => sum(doc, label, value, at), start);
  doc.pdf.moveTo(LABELS, y).lineTo(RIGHT, y).lineWidth(0.8).strokeColor(INK).stroke();
  const end = sum(doc, 'Total', order.total, y + 6, true);
  write(doc, paid(order), LABELS, end + 3, { size: 8, color: GREY, width: RIGHT - LABELS, align: 'right' });
  if (vat) taxes(doc, vat, order, end + 34);
};

const paid = ({ total }: Order): string =>
  isZero(total) ? 'No payment due.' : 'Paid in full. Thank you for your order.';

const minus = ({ amount, currency }: Money): Money => ({ amount: -amount, currency });

const sums = ({
  subtotal,
  discount,
  shipping,
  shippingMethodName,
  tax,
  taxIncluded,
}: Order): [string, Money][] => [
  ['Items', subtotal],
  ...(isZero(discount) ? [] : [['Discount', minus(discount)] as [string, Money]]),
  [`Shipping (${shippingMethodName})`, shipping],
  ...(taxIncluded ? [] : [['Tax', tax] as [string, Money]]),
];

const sum = (doc: Doc, label: string, value: Money, y: number, bold = false): number => {
  const style = { size: bold ? 11 : 9, bold };
  const height = write(doc, label, LABELS, y, { ...style, width: RIGHT - LABELS - VALUE });
  write(doc, formatted(value), RIGHT - VALUE, y, { ...style, width: VALUE, align: 'right' });
  return y + Math.max(ROW, height + 3);
};

const TAX_COLUMNS = [LEFT, LEFT + 100, LEFT + 200, LEFT + 300] as const;

/** One row per rate, as the law requires. */
const taxes = (doc: Doc, vat: readonly VatRow[], { taxIncluded }: Order, from: number): void => {
  write(doc, taxIncluded ? 'Tax included in the total' : 'Tax added to the prices', LEFT, from, {
    size: 7.5,
    bold: true,
    color: GREY,
  });
  const row = (cells: readonly string[], y: number, color = INK) => {
    for (const [index, cell] of cells.entries())
      write(doc, cell, TAX_COLUMNS[index] ?? LEFT, y, {
        size: 8,
        color,
        width: 95,
        ...(index > 0 ? { align: 'right' as const } : {}),
      });
  };
  row(['Rate', 'Net', 'Tax', 'Gross'], from + 14, GREY);
  rule(doc, from + 28);
  for (const [index, { rate, net, tax, gross }] of vat.entries())
    row([percent(rate), formatted(net), formatted(tax), formatted(gross)], from + 32 + index * ROW);
};

/** 19000 thousandths of a percent are 19 %. */
const percent = (rate: number): string => `${rate / 1000} %`;
