import { isStaff, type Viewer } from '../../../kernel/viewer.ts';
import type { Product, VariantOf } from './product.ts';

/** What is not sold is there for staff alone; for everybody else it is as if there were none. */
export const visible =
  (viewer: Viewer) =>
  (product: Product | null): Product | null =>
    product && (product.status === 'ACTIVE' || isStaff(viewer)) ? product : null;

export const visibleVariant =
  (viewer: Viewer) =>
  (found: VariantOf | null): VariantOf | null =>
    found && visible(viewer)(found.product) ? found : null;
