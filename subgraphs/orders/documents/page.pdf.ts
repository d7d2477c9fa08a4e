import PDFDocument from 'pdfkit';
import type { Fonts } from './fonts.pdf.ts';
import { linesOf, type Run } from './text.pdf.ts';

/** A4 in points. */
export const LEFT = 56;
export const RIGHT = 539;
const TOP = 56;
export const BOTTOM = 770;

export const INK = '#1c2321';
export const GREY = '#66706c';
export const LINE = '#d9dedb';
export const ACCENT = '#0f766e';

export type Doc = Readonly<{ pdf: PDFKit.PDFDocument; fonts: Fonts }>;

/** A document of which the pages are kept until the end, so that each can say how many there are. */
export const newDocument = (title: string, author: string, at: Date, fonts: Fonts): Doc => {
  const pdf = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    autoFirstPage: false,
    lang: 'en',
    displayTitle: true,
    info: { Title: title, Author: author, CreationDate: at, ModDate: at },
  });
  for (const { name, source } of [...fonts.regular, ...fonts.bold]) pdf.registerFont(name, source);
  return { pdf, fonts };
};

type Style = Readonly<{
  size?: number;
  bold?: boolean;
  color?: string;
  width?: number;
  align?: 'left' | 'right';
}>;

/** The part of a text's font size that a line takes above and below its base line. Noto Sans' own measures are the least. */
const ABOVE = 1.069;
const BELOW = 0.293;
/** Glyphs of these scripts are not in the order of the text, so a reader gets the text beside them. */
const REORDERED =
  /[\p{Script=Deva}\p{Script=Beng}\p{Script=Gujr}\p{Script=Guru}\p{Script=Taml}\p{Script=Telu}\p{Script=Knda}\p{Script=Mlym}\p{Script=Orya}\p{Script=Sinh}\p{Script=Khmr}\p{Script=Mymr}\p{Script=Thai}\p{Script=Laoo}]/u;

type Measured = Readonly<{ runs: readonly Run[]; width: number; above: number; below: number }>;

/** Without features of its own, a run is laid out as a whole, and not word by word. */
const NO_FEATURES: PDFKit.Mixins.OpenTypeFeatures[] = [];

const widthOf = ({ pdf }: Doc, { text, font, direction }: Run, size: number): number => {
  font.turn(direction);
  return pdf.font(font.name).fontSize(size).widthOfString(text, { features: NO_FEATURES });
};

const measured = (doc: Doc, text: string, width: number, { size = 9, bold = false }: Style): Measured[] =>
  linesOf(text, doc.fonts, bold ? 'bold' : 'regular', width, (run) => widthOf(doc, run, size)).map(
    (runs) => ({
      runs,
      width: runs.reduce((sum, run) => sum + widthOf(doc, run, size), 0),
      above: size * Math.max(ABOVE, ...runs.map(({ font }) => font.above)),
      below: size * Math.max(BELOW, ...runs.map(({ font }) => font.below)),
    }),
  );

const heightOfLines = (lines: readonly Measured[]): number =>
  lines.reduce((sum, { above, below }) => sum + above + below, 0);

/** Writes text at a place, in as many lines as it takes. Returns how high it is. */
export const write = (doc: Doc, text: string, x: number, y: number, style: Style = {}): number => {
  const width = style.width ?? RIGHT - x;
  const lines = measured(doc, text || ' ', width, style);
  let top = y;
  for (const line of lines) {
    let left = style.align === 'right' ? x + width - line.width : x;
    for (const run of line.runs) left += writeRun(doc, run, left, top + line.above, style);
    top += line.above + line.below;
  }
  return top - y;
};

const writeRun = (
  doc: Doc,
  run: Run,
  x: number,
  baseline: number,
  { size = 9, color = INK }: Style,
): number => {
  const width = widthOf(doc, run, size);
  const { pdf } = doc;
  const isReordered = REORDERED.test(run.text);
  if (isReordered) pdf.markContent('Span', { actual: run.text });
  pdf
    .fillColor(color)
    .text(run.text, x, baseline, { lineBreak: false, features: NO_FEATURES, baseline: 'alphabetic' });
  if (isReordered) pdf.endMarkedContent();
  return width;
};

export const heightOf = (doc: Doc, text: string, width: number, style: Style = {}): number =>
  heightOfLines(measured(doc, text || ' ', width, style));

export const rule = (doc: Doc, y: number, color = LINE, weight = 0.5): void => {
  doc.pdf.moveTo(LEFT, y).lineTo(RIGHT, y).lineWidth(weight).strokeColor(color).stroke();
};

export const newPage = (doc: Doc): number => {
  doc.pdf.addPage();
  return TOP;
};

/** The whole document as bytes. */
export const bytesOf = ({ pdf }: Doc): Promise<Buffer> =>
  new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.once('end', () => done(Buffer.concat(chunks)));
    pdf.once('error', fail);
    pdf.end();
  });
