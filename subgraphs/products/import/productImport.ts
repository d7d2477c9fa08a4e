import { type CategoryId, newId, type ProductId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import type { Opening } from '../catalogue/ports.ts';
import type { Media, Product } from '../catalogue/product.ts';
import { productCreate } from '../catalogue/productCreate.ts';
import type { Ports } from '../ports.ts';
import type { PictureDraft, ProductDraft } from './draft.ts';
import { productInput } from './input.ts';
import { type Becoming, merge } from './merge.ts';
import { rehearse } from './rehearse.ts';
import { stockCount } from './stockCount.ts';
import { namingSku } from './takenSku.ts';

/** Brings pictures from their addresses into the shop, all or none; and takes them out again. */
export type Pictures = Readonly<{
  bring(pictures: readonly PictureDraft[]): Promise<Outcome<readonly Media[]>>;
  discard(media: readonly Media[]): Promise<void>;
}>;
export type ImportOptions = Readonly<{ stock: boolean; dryRun: boolean; pictures: Pictures | null }>;
export type ImportPorts = Pick<Ports, 'products' | 'categories' | 'claims' | 'stock' | 'now'>;
export type What = 'created' | 'updated' | 'unchanged';
type Kept = Readonly<{ what: What; id: ProductId }>;

const IMPORTER: Viewer = { kind: 'service', name: 'import', onBehalfOf: null };

/** Makes a product, brings it up to date, or finds it to be the same, in one atomic step; its pictures follow when it stands. */
export const productImport =
  (ports: ImportPorts, options: ImportOptions) =>
  async (draft: ProductDraft, existing: Product | null, categoryIds: readonly CategoryId[]): Promise<Outcome<What>> => {
    const ids = new Map(draft.variants.map(({ sku }) => [sku, newId('var')]));
    const becoming = { draft, categoryIds, ids, now: ports.now() };
    if (options.dryRun) return rehearse(ports, existing, becoming);
    const media = await bring(options, draft, existing);
    if (!media.ok) return media;
    const kept = existing ? await update(ports, options, existing, becoming) : await create(ports, becoming);
    if (kept.ok) return show(ports, kept.value, media.value);
    await options.pictures?.discard(media.value);
    return namingSku(ports, draft, existing, kept);
  };

/** A product that has pictures keeps them: they may have been put in order, or bettered, since. */
const bring = async ({ pictures }: ImportOptions, draft: ProductDraft, existing: Product | null): Promise<Outcome<readonly Media[]>> =>
  pictures && draft.pictures.length > 0 && !existing?.media.length ? pictures.bring(draft.pictures) : done([]);

const create = async (ports: ImportPorts, { draft, categoryIds }: Becoming): Promise<Outcome<Kept>> => {
  const made = await productCreate(ports)(IMPORTER, productInput(draft, categoryIds));
  return made.ok ? done({ what: 'created', id: made.value.id }) : made;
};

const update = async (ports: ImportPorts, options: ImportOptions, existing: Product, becoming: Becoming): Promise<Outcome<Kept>> => {
  const merged = merge(existing, becoming);
  if (!merged.ok) return merged;
  const isSame = merged.value.product === existing;
  const saved = isSame ? done(existing) : await change(ports, existing.id, becoming, merged.value.opening);
  if (!saved.ok) return saved;
  const counted = options.stock ? await stockCount(ports)(becoming.draft, saved.value) : done(false);
  return counted.ok ? done({ what: isSame && !counted.value ? 'unchanged' : 'updated', id: existing.id }) : counted;
};

/** Decided again on what is there when it is saved; new variants have their stock by then, so there can be no others. */
const change = ({ products }: ImportPorts, id: ProductId, becoming: Becoming, opening: readonly Opening[]): Promise<Outcome<Product>> =>
  products.change(
    id,
    (current) => {
      const merged = merge(current, becoming);
      if (!merged.ok) return merged;
      const isStocked = merged.value.opening.every(({ variantId }) => opening.some((opened) => opened.variantId === variantId));
      return isStocked ? done(merged.value.product) : refuse('CONFLICT', 'The product was changed at the same time; import it again.');
    },
    opening,
  );

const show = async ({ products, now }: ImportPorts, { what, id }: Kept, media: readonly Media[]): Promise<Outcome<What>> => {
  if (media.length === 0) return done(what);
  const shown = await products.change(id, (product) => done({ ...product, media: [...product.media, ...media], updatedAt: now() }));
  return shown.ok ? done(what === 'created' ? 'created' : 'updated') : shown;
};
