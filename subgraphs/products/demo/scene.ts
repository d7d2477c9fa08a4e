import { darker, type Inks, inksOf, lighter, mix } from './ink.ts';

/** Draws a product on a field of 1000 by 1000; what stands, stands at 800. */
export type Shape = (inks: Inks) => string;

const SIZE = 1024;

/** A picture of a product: a soft room, a surface, a shadow, and the product in one colour. */
export const scene = (shape: Shape, colour: string, room: string): string => `
<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" viewBox="0 0 1000 1000">
<defs>${lights(colour)}${materials}
<radialGradient id="room" cx="0.32" cy="0.22" r="1.05"><stop offset="0" stop-color="${lighter(room, 0.55)}"/><stop offset="1" stop-color="${darker(room, 0.06)}"/></radialGradient>
<linearGradient id="floor" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${darker(mix(room, colour, 0.08), 0.1)}"/><stop offset="0.5" stop-color="${mix(room, colour, 0.05)}"/><stop offset="1" stop-color="${lighter(room, 0.2)}"/></linearGradient>
<radialGradient id="shadow"><stop offset="0" stop-color="${darker(room, 0.75)}" stop-opacity="0.5"/><stop offset="0.55" stop-color="${darker(room, 0.75)}" stop-opacity="0.2"/><stop offset="1" stop-color="${darker(room, 0.75)}" stop-opacity="0"/></radialGradient>
</defs>
<rect width="1000" height="1000" fill="url(#room)"/>
<rect y="690" width="1000" height="310" fill="url(#floor)"/>
<g stroke-linecap="round" stroke-linejoin="round">${shape(inksOf(colour))}</g>
</svg>`;

const lights = (colour: string): string => `
<linearGradient id="body"><stop offset="0" stop-color="${darker(colour, 0.3)}"/><stop offset="0.28" stop-color="${lighter(colour, 0.26)}"/><stop offset="0.55" stop-color="${colour}"/><stop offset="1" stop-color="${darker(colour, 0.42)}"/></linearGradient>
<linearGradient id="flat" x1="0" y1="0" x2="0.35" y2="1"><stop offset="0" stop-color="${lighter(colour, 0.24)}"/><stop offset="0.6" stop-color="${colour}"/><stop offset="1" stop-color="${darker(colour, 0.22)}"/></linearGradient>`;

const materials = `
<linearGradient id="wood"><stop offset="0" stop-color="#8d6441"/><stop offset="0.35" stop-color="#c79d72"/><stop offset="1" stop-color="#7b5536"/></linearGradient>
<linearGradient id="metal"><stop offset="0" stop-color="#8c8a86"/><stop offset="0.3" stop-color="#e9e7e2"/><stop offset="0.65" stop-color="#b5b2ac"/><stop offset="1" stop-color="#76746f"/></linearGradient>
<linearGradient id="glass"><stop offset="0" stop-color="#cfdcda" stop-opacity="0.85"/><stop offset="0.25" stop-color="#ffffff" stop-opacity="0.75"/><stop offset="1" stop-color="#b4c6c4" stop-opacity="0.8"/></linearGradient>
<linearGradient id="leaf" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#8ea878"/><stop offset="1" stop-color="#4c6645"/></linearGradient>
<radialGradient id="glow"><stop offset="0" stop-color="#ffe9b8" stop-opacity="0.9"/><stop offset="0.5" stop-color="#ffe2a0" stop-opacity="0.35"/><stop offset="1" stop-color="#ffe2a0" stop-opacity="0"/></radialGradient>`;

export const shadow = (x: number, y: number, width: number, height: number): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${width}" ry="${height}" fill="url(#shadow)"/>`;
export const oval = (x: number, y: number, rx: number, ry: number, fill: string): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}"/>`;
export const path = (d: string, fill: string): string => `<path d="${d}" fill="${fill}"/>`;
export const line = (d: string, stroke: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`;
export const box = (
  x: number,
  y: number,
  width: number,
  height: number,
  round: number,
  fill: string,
): string => `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}" fill="${fill}"/>`;
export const moved = (transform: string, inner: string): string => `<g transform="${transform}">${inner}</g>`;
/** The same thing for each of so many places. */
export const times = (count: number, each: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => each(at)).join('');
