import type { AddressUpdateInput } from '../../../generated/users/types.ts';
import { readId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { type Address, noSuchAddress, readAddress } from './address.ts';

export const addressUpdate =
  ({ addresses }: Pick<Ports, 'addresses'>) =>
  async (viewer: Viewer, { id, address }: AddressUpdateInput): Promise<Outcome<Address>> => {
    const { userId } = signedIn(viewer);
    const addressId = readId('addr', id);
    const read = readAddress(address);
    if (!read.ok) return read;
    const updated = await addresses.update(userId, addressId, read.value);
    return updated ? done(updated) : noSuchAddress();
  };
