import type { ShippingMethodInput } from '../../../generated/orders/types.ts';
import { newId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { Ports } from '../ports.ts';
import { parseShippingMethod } from './shippingInput.ts';
import type { ShippingMethod } from './shippingMethod.ts';

export const shippingMethodCreate =
  ({ shipping }: Pick<Ports, 'shipping'>) =>
  async (input: ShippingMethodInput): Promise<Outcome<ShippingMethod>> => {
    const terms = parseShippingMethod(input, []);
    return terms.ok ? done(await shipping.create(newId('ship'), terms.value)) : terms;
  };
