import PDFDocument from 'pdfkit';
import { fonts } from './fonts.pdf.ts';

/** A4 in points. */
export const LEFT = 56;
export const RIGHT = 539;
const TOP = 56;
export const BOTTOM = 770;

export const INK = '#1c2321';
export const GREY = '#66706c';
export const LINE = '#d9dedb';
export const ACCENT = '#0f766e';

export type Doc = PDFKit.PDFDocument;

/** A document of which the pages are kept until the end, so that each can say how many there are. */
export const newDocument = (title: string, author: string, at: Date): Doc => {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    autoFirstPage: false,
    lang: 'en',
    displayTitle: true,
    info: { Title: title, Author: author, CreationDate: at, ModDate: at },
  });
  doc.registerFont('regular', fonts().regular).registerFont('bold', fonts().bold);
  return doc;
};

type Style = Readonly<{
  size?: number;
  bold?: boolean;
  color?: string;
  width?: number;
  align?: 'left' | 'right';
}>;

const styled = (doc: Doc, { size = 9, bold = false, color = INK }: Style): Doc =>
  doc
    .font(bold ? 'bold' : 'regular')
    .fontSize(size)
    .fillColor(color);

/** Writes text at a place; answers how high it was. */
export const write = (doc: Doc, text: string, x: number, y: number, style: Style = {}): number => {
  const options = { width: style.width ?? RIGHT - x, align: style.align ?? 'left' } as const;
  const height = heightOf(doc, text, options.width, style);
  styled(doc, style).text(text, x, y, { ...options, height: height + 1, lineBreak: true });
  return height;
};

export const heightOf = (doc: Doc, text: string, width: number, style: Style = {}): number =>
  styled(doc, style).heightOfString(text || ' ', { width });

export const rule = (doc: Doc, y: number, color = LINE, weight = 0.5): void => {
  doc.moveTo(LEFT, y).lineTo(RIGHT, y).lineWidth(weight).strokeColor(color).stroke();
};

export const newPage = (doc: Doc): number => {
  doc.addPage();
  return TOP;
};

/** The whole document as bytes. */
export const bytesOf = (doc: Doc): Promise<Buffer> =>
  new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.once('end', () => done(Buffer.concat(chunks)));
    doc.once('error', fail);
    doc.end();
  });
