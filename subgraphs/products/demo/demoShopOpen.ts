import { lane } from '../../../kernel/lane.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import { bySlug, treeChange } from '../catalogue/category.ts';
import { ROOMS } from './catalogue.ts';
import { withDemoCategories } from './demoCategories.ts';
import { type DemoPorts, demoProductOpen, type Listed } from './demoProductOpen.ts';

type Draw = Parameters<typeof demoProductOpen>[1];
type Shown = (done: number, of: number) => void;

const AT_A_TIME = 4;

/** All products of the catalogue with their places. */
export const CATALOGUE = ROOMS.flatMap((room) =>
  room.shelves.flatMap((shelf) => shelf.products.map((product) => ({ product, room, shelf }))),
);
export const DEMO_SLUGS: readonly string[] = CATALOGUE.map(({ product }) => product.slug);

/** Fills the shop with the demo catalogue; what is there of it already is only completed. Answers how many products are new. */
export const demoShopOpen =
  (ports: DemoPorts, draw: Draw, shown: Shown = () => undefined) =>
  async (): Promise<number> => {
    const tree = must(await treeChange(ports)(withDemoCategories));
    const existing = await ports.products.findBySlug(DEMO_SLUGS);
    const open = demoProductOpen(ports, draw);
    const inTurn = lane(AT_A_TIME, CATALOGUE.length);
    let count = 0;
    await Promise.all(
      CATALOGUE.map(({ product, room, shelf }, number) => {
        const categoryId = bySlug(tree, shelf.slug)?.id;
        if (!categoryId) throw new Error(`The shelf ${shelf.slug} is missing.`);
        const listed: Listed = { product, number, of: CATALOGUE.length, room, categoryId };
        return inTurn(async () => {
          must(await open(listed, existing[number] ?? null));
          shown(++count, CATALOGUE.length);
        });
      }),
    );
    return existing.filter((product) => product === null).length;
  };

const must = <T>(outcome: Outcome<T>): T => {
  if (outcome.ok) return outcome.value;
  throw new Error(`The demo shop was refused: ${outcome.refusals.map(({ message }) => message).join(' ')}`);
};
