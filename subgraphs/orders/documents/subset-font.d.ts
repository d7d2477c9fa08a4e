declare module 'subset-font' {
  type Options = {
    targetFormat: 'truetype';
    variationAxes?: Record<string, number>;
    preserveNameIds?: number[];
  };
  /** A font with only the glyphs of a text, at a point of its axes. */
  export default function subsetFont(font: Buffer, text: string, options: Options): Promise<Buffer>;
}
