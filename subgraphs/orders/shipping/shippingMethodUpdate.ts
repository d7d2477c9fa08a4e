import type { ShippingMethodUpdateInput } from '../../../generated/orders/types.ts';
import { readId } from '../../../kernel/ids.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { parseShippingMethod } from './shippingInput.ts';
import type { ShippingMethod } from './shippingMethod.ts';

export const shippingMethodUpdate =
  ({ shipping }: Pick<Ports, 'shipping'>) =>
  async ({ id, shippingMethod, active }: ShippingMethodUpdateInput): Promise<Outcome<ShippingMethod>> => {
    const method = readId('ship', id);
    const terms = parseShippingMethod(shippingMethod, ['shippingMethod']);
    return terms.ok ? shipping.update(method, terms.value, active ?? null) : terms;
  };
