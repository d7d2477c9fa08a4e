import type { Outcome } from '../../../kernel/outcome.ts';
import type { ShippingMethod, ShippingMethodId, ShippingTerms } from './shippingMethod.ts';

export type ShippingStore = {
  all(): Promise<readonly ShippingMethod[]>;
  create(id: ShippingMethodId, terms: ShippingTerms): Promise<ShippingMethod>;
  /** NOT_FOUND where there is none; `active` stays as it is where it is null. */
  update(
    id: ShippingMethodId,
    terms: ShippingTerms,
    active: boolean | null,
  ): Promise<Outcome<ShippingMethod>>;
};
