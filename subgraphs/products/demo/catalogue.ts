import { bathTextiles, care } from './catalogue.bath.ts';
import { cookware } from './catalogue.cook.ts';
import { bags, paper } from './catalogue.desk.ts';
import { lighting, plants } from './catalogue.light.ts';
import { cups, tableware } from './catalogue.table.ts';
import { textiles } from './catalogue.textiles.ts';
import type { DemoProduct } from './demoProduct.ts';

export type DemoShelf = Readonly<{
  slug: string;
  name: string;
  description: string;
  products: readonly DemoProduct[];
}>;
/** A part of the shop: its shelves, and the colour of the wall in its pictures. */
export type DemoRoom = Readonly<{
  slug: string;
  name: string;
  description: string;
  wall: string;
  shelves: readonly DemoShelf[];
}>;

/** Halden: well-made things for a quiet home. */
export const ROOMS: readonly DemoRoom[] = [
  {
    slug: 'kitchen',
    name: 'Kitchen',
    description: 'What the day begins and ends with.',
    wall: '#e9ddcd',
    shelves: [
      {
        slug: 'cups-and-mugs',
        name: 'Cups & Mugs',
        description: 'For coffee, tea and the hands around them.',
        products: cups,
      },
      {
        slug: 'tableware',
        name: 'Tableware',
        description: 'Plates, bowls and all that makes a table.',
        products: tableware,
      },
      {
        slug: 'cookware',
        name: 'Cookware',
        description: 'Tools that are better after ten years.',
        products: cookware,
      },
    ],
  },
  {
    slug: 'living',
    name: 'Living',
    description: 'Light, warmth and something green.',
    wall: '#dfe0d6',
    shelves: [
      {
        slug: 'lighting',
        name: 'Lighting',
        description: 'Lamps and candles for every hour after four.',
        products: lighting,
      },
      {
        slug: 'textiles',
        name: 'Textiles',
        description: 'Wool, linen and cotton for sofa, bed and floor.',
        products: textiles,
      },
      {
        slug: 'plants-and-vases',
        name: 'Plants & Vases',
        description: 'Homes for what grows and for what was cut.',
        products: plants,
      },
    ],
  },
  {
    slug: 'bath',
    name: 'Bath',
    description: 'Water, soap and a soft towel.',
    wall: '#dbe5e6',
    shelves: [
      {
        slug: 'towels-and-robes',
        name: 'Towels & Robes',
        description: 'Dry and warm.',
        products: bathTextiles,
      },
      {
        slug: 'soap-and-care',
        name: 'Soap & Care',
        description: 'Short lists of ingredients.',
        products: care,
      },
    ],
  },
  {
    slug: 'desk-and-carry',
    name: 'Desk & Carry',
    description: 'For thinking at home and for leaving it.',
    wall: '#e6dfd6',
    shelves: [
      {
        slug: 'paper-and-desk',
        name: 'Paper & Desk',
        description: 'Paper worth writing on.',
        products: paper,
      },
      { slug: 'bags', name: 'Bags', description: 'Carried for years.', products: bags },
    ],
  },
];
