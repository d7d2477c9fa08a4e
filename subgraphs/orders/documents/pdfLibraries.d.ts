declare module 'linebreak' {
  /** Positions at which a line may break (UAX #14). */
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): { position: number; required: boolean } | null;
  }
}

declare module 'subset-font' {
  type Options = {
    targetFormat: 'truetype';
    variationAxes?: Record<string, number>;
    preserveNameIds?: number[];
  };
  /** A font with only the glyphs of a text, at a point of its axes. */
  export default function subsetFont(font: Buffer, text: string, options: Options): Promise<Buffer>;
}
