import type { AddressSetDefaultInput } from '../../../generated/users/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { type Address, noSuchAddress } from './address.ts';

export const addressSetDefault =
  ({ transaction }: Pick<Ports, 'transaction'>) =>
  async (viewer: Viewer, { id, shipping, billing }: AddressSetDefaultInput): Promise<Outcome<Address>> => {
    const { userId } = signedIn(viewer);
    const addressId = readId('addr', id);
    const defaults = { shipping: shipping ?? undefined, billing: billing ?? undefined };
    const changed = await transaction(({ addresses }) => addresses.setDefault(userId, addressId, defaults));
    return changed ? done(changed) : noSuchAddress();
  };
