import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);
const FILES = { regular: '400Regular/NotoSans_400Regular.ttf', bold: '600SemiBold/NotoSans_600SemiBold.ttf' } as const;

type Fonts = Readonly<Record<keyof typeof FILES, Buffer>>;
let read: Fonts | undefined;

/** Noto Sans, read at the first invoice: it has the euro sign, accents, Greek and Cyrillic, and is embedded as far as it is used. */
export const fonts = (): Fonts => {
  read ??= { regular: readFont('regular'), bold: readFont('bold') };
  return read;
};

const readFont = (name: keyof typeof FILES): Buffer => readFileSync(resolve(`@expo-google-fonts/noto-sans/${FILES[name]}`));
