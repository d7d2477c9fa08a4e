import { isStaff, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import type { ShippingMethod } from './shippingMethod.ts';

export const shippingMethods =
  ({ shipping }: Pick<Ports, 'shipping'>) =>
  async (viewer: Viewer): Promise<readonly ShippingMethod[]> =>
    (await shipping.all()).filter(({ active }) => active || isStaff(viewer));
