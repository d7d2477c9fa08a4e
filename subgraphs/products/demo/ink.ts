/** A colour moved towards another by a share from 0 to 1. */
export const mix = (from: string, to: string, share: number): string => {
  const channel = (at: number): string => {
    const [a, b] = [from, to].map((hex) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number];
    return Math.round(a + (b - a) * share)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
};

export const lighter = (hex: string, share: number): string => mix(hex, '#ffffff', share);
export const darker = (hex: string, share: number): string => mix(hex, '#1d1712', share);

/** What a shape is drawn with: the product's colour in its lights, and materials that are always the same. */
export type Inks = Readonly<{
  /** Lit from the left, for what is round. */
  body: string;
  /** Lit from above, for what is flat. */
  flat: string;
  base: string;
  light: string;
  pale: string;
  dark: string;
  deep: string;
  wood: string;
  metal: string;
  glass: string;
  leaf: string;
  glow: string;
}>;

export const inksOf = (base: string): Inks => ({
  body: 'url(#body)',
  flat: 'url(#flat)',
  base,
  light: lighter(base, 0.28),
  pale: lighter(base, 0.55),
  dark: darker(base, 0.28),
  deep: darker(base, 0.5),
  wood: 'url(#wood)',
  metal: 'url(#metal)',
  glass: 'url(#glass)',
  leaf: 'url(#leaf)',
  glow: 'url(#glow)',
});
