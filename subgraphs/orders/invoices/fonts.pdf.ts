import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create } from 'fontkit';

const { resolve } = createRequire(import.meta.url);
const FILES = { regular: '400Regular/NotoSans_400Regular.ttf', bold: '600SemiBold/NotoSans_600SemiBold.ttf' } as const;

type Source = NonNullable<Parameters<PDFKit.PDFDocument['registerFont']>[1]>;
type Fonts = Readonly<Record<keyof typeof FILES, Source>>;
let known: Fonts | undefined;

/**
 * Noto Sans: it has the euro sign, accents, Greek and Cyrillic, and is embedded as far as it is used. Its tables are read at the
 * first invoice and kept, since reading them takes longer than writing one.
 */
export const fonts = (): Fonts => {
  known ??= { regular: readFont('regular'), bold: readFont('bold') };
  return known;
};

/** pdfkit takes a font that is read already, which its types do not know yet. */
const readFont = (name: keyof typeof FILES): Source =>
  create(readFileSync(resolve(`@expo-google-fonts/noto-sans/${FILES[name]}`))) as unknown as Source;
