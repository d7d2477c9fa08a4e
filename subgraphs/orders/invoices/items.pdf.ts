import { formatted, isZero } from '../../../kernel/money.ts';
import type { OrderLine } from '../order.ts';
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

/** The items, as many pages as they take, the titles on top of each; answers where the rest begins. */
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
