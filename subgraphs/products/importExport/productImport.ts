import { type CategoryId, newId, type ProductId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Opened, Opening } from '../catalogue/ports.ts';
import type { Media, Product } from '../catalogue/product.ts';
import { stockSet } from '../inventory/commands.ts';
import type { Ports } from '../ports.ts';
import { type Becoming, blank, merge } from './mergeProduct.ts';
import { withPictures } from './pictures.ts';
import type { PictureDraft, ProductDraft } from './productDraft.ts';
import { namingSku, takenSku } from './skus.ts';

/** Brings pictures from their addresses into the shop, all or none; and takes them out again. */
export type Pictures = Readonly<{
  bring(pictures: readonly PictureDraft[]): Promise<Outcome<readonly Media[]>>;
  discard(media: readonly Media[]): Promise<void>;
}>;
export type ImportOptions = Readonly<{ stock: boolean; dryRun: boolean; pictures: Pictures | null }>;
export type ImportPorts = Pick<Ports, 'products' | 'categories' | 'stock' | 'now'>;
export type What = 'created' | 'updated' | 'unchanged';

/** A product of the file, beside the one that the shop has under its handle. */
export type Wanted = Readonly<{
  draft: ProductDraft;
  existing: Product | null;
  categoryIds: readonly CategoryId[];
}>;
type Ready = Readonly<{ mergeTarget: Becoming; existing: Product | null; media: readonly Media[] }>;
type Kept = Readonly<{ what: What; id: ProductId; draft: ProductDraft; media: readonly Media[] }>;

/** Makes products, brings them up to date, or finds them to be the same, each in one atomic step; its pictures follow when it stands. */
export const productImport =
  (ports: ImportPorts, options: ImportOptions) =>
  async (all: readonly Wanted[]): Promise<Outcome<What>[]> => {
    const now = ports.now();
    if (options.dryRun)
      return Promise.all(all.map((wanted) => dryRun(ports, wanted.existing, becomingOf(wanted, now))));
    const ready = await Promise.all(all.map((wanted) => bring(options, wanted, now)));
    const kept = await further(ready, (those) => keep(ports, options, those));
    return further(kept, (those) => Promise.all(those.map((each) => show(ports, each))));
  };

const becomingOf = ({ draft, categoryIds }: Wanted, now: Date): Becoming => {
  const ids = new Map(draft.variants.map(({ sku }) => [sku, newId('var')]));
  return { draft, categoryIds, ids, now };
};

/** A product that has pictures keeps them: they may have been put in order, or bettered, since. */
const bring = async ({ pictures }: ImportOptions, wanted: Wanted, now: Date): Promise<Outcome<Ready>> => {
  const { draft, existing } = wanted;
  const isBare = draft.pictures.length > 0 && !existing?.media.length;
  const media = pictures && isBare ? await pictures.bring(draft.pictures) : done([]);
  return media.ok ? done({ mergeTarget: becomingOf(wanted, now), existing, media: media.value }) : media;
};

/** New ones together, the others side by side; in their order. */
const keep = async (
  ports: ImportPorts,
  options: ImportOptions,
  all: readonly Ready[],
): Promise<Outcome<Kept>[]> => {
  const fresh = all.filter(({ existing }) => existing === null);
  const [made, brought] = await Promise.all([
    create(ports, fresh),
    Promise.all(
      all.map(({ existing, mergeTarget }) => existing && update(ports, options, existing, mergeTarget)),
    ),
  ]);
  return Promise.all(
    all.map((ready, at) =>
      completeReservation(ports, options, ready, brought[at] ?? made[fresh.indexOf(ready)]),
    ),
  );
};

type Saved = Outcome<Readonly<{ what: What; id: ProductId }>>;

/** Pictures of a product that was refused are nobody's. */
const completeReservation = async (
  ports: ImportPorts,
  options: ImportOptions,
  ready: Ready,
  saved: Saved | undefined,
): Promise<Outcome<Kept>> => {
  const { mergeTarget, existing, media } = ready;
  if (!saved) throw new Error(`Nothing became of ${mergeTarget.draft.slug}.`);
  if (saved.ok) return done({ ...saved.value, draft: mergeTarget.draft, media });
  await options.pictures?.discard(media);
  return namingSku(ports, mergeTarget.draft, existing, saved);
};

const create = async ({ products }: ImportPorts, all: readonly Ready[]): Promise<Saved[]> => {
  const drafted = all.map(({ mergeTarget }) => merge(blank(mergeTarget.now), mergeTarget));
  const made = await further<Opened, Product>(drafted, (those) => products.insertAll(those));
  return made.map((outcome) => (outcome.ok ? done({ what: 'created', id: outcome.value.id }) : outcome));
};

const update = async (
  ports: ImportPorts,
  options: ImportOptions,
  existing: Product,
  mergeTarget: Becoming,
): Promise<Saved> => {
  const merged = merge(existing, mergeTarget);
  if (!merged.ok) return merged;
  const isSame = merged.value.product === existing;
  const saved = isSame ? done(existing) : await change(ports, existing.id, mergeTarget, merged.value.opening);
  if (!saved.ok) return saved;
  const counted = options.stock ? await stockCount(ports)(mergeTarget.draft, saved.value) : done(false);
  return counted.ok
    ? done({ what: isSame && !counted.value ? 'unchanged' : 'updated', id: existing.id })
    : counted;
};

/** Decided again on what is there when it is saved; new variants have their stock by then, so there can be no others. */
const change = (
  { products }: ImportPorts,
  id: ProductId,
  mergeTarget: Becoming,
  opening: readonly Opening[],
): Promise<Outcome<Product>> =>
  products.change(
    id,
    (current) => {
      const merged = merge(current, mergeTarget);
      if (!merged.ok) return merged;
      const isStocked = merged.value.opening.every(({ variantId }) =>
        opening.some((opened) => opened.variantId === variantId),
      );
      return isStocked
        ? done(merged.value.product)
        : refuse('CONFLICT', 'The product was changed at the same time; import it again.');
    },
    opening,
  );

const show = async (
  { products, now }: ImportPorts,
  { what, id, draft, media }: Kept,
): Promise<Outcome<What>> => {
  if (media.length === 0) return done(what);
  const shown = await products.change(id, (product) =>
    done({ ...withPictures(product, draft, media), updatedAt: now() }),
  );
  return shown.ok ? done(what === 'created' ? 'created' : 'updated') : shown;
};

/** Takes those that are well so far a step further, all at once; the others stay what they are. In their order. */
export const further = async <A, B>(
  before: readonly Outcome<A>[],
  step: (all: readonly A[]) => Promise<readonly Outcome<B>[]>,
): Promise<Outcome<B>[]> => {
  const well = before.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const after = (await step(well)).values();
  return before.map((outcome) => (outcome.ok ? next(after) : outcome));
};

const next = <T>(values: Iterator<T>): T => {
  const { done, value } = values.next();
  if (done) throw new Error('A step has an outcome for each that it was given.');
  return value;
};

/** What an import would do with a product, with nothing written. */
const dryRun = async (
  { products }: Pick<Ports, 'products'>,
  existing: Product | null,
  mergeTarget: Becoming,
): Promise<Outcome<What>> => {
  const merged = merge(existing ?? blank(mergeTarget.now), mergeTarget);
  if (!merged.ok) return merged;
  const free = await takenSku({ products }, mergeTarget.draft, existing);
  if (!free.ok) return free;
  if (!existing) return done('created');
  return done(merged.value.product === existing ? 'unchanged' : 'updated');
};

/** Sets what is on hand of each variant to what the file counted; whether anything was different. */
const stockCount =
  (ports: Pick<Ports, 'products' | 'stock'>) =>
  async (draft: ProductDraft, product: Product): Promise<Outcome<boolean>> => {
    const variants = draft.variants.flatMap(({ sku, onHand }) =>
      product.variants.filter((each) => each.sku === sku).map(({ id }) => ({ id, onHand })),
    );
    const levels = await ports.stock.levels(variants.map(({ id }) => id));
    const different = variants.flatMap(({ id, onHand }, at) => {
      const from = levels[at]?.onHand ?? 0;
      return from === onHand ? [] : [{ variantId: id, to: onHand, from, reason: 'Count of a product file' }];
    });
    for (const input of different) {
      const set = await stockSet(ports)(input);
      if (!set.ok) return set;
    }
    return done(different.length > 0);
  };
