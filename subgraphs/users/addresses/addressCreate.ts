import type { AddressCreateInput } from '../../../generated/users/types.ts';
import { newId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { type Address, MAX_ADDRESSES, readAddress } from './address.ts';

export const addressCreate =
  ({ transaction }: Pick<Ports, 'transaction'>) =>
  async (viewer: Viewer, { address, defaultShipping, defaultBilling }: AddressCreateInput): Promise<Outcome<Address>> => {
    const { userId } = signedIn(viewer);
    const read = readAddress(address);
    if (!read.ok) return read;
    const defaults = { shipping: defaultShipping || undefined, billing: defaultBilling || undefined };
    const created = await transaction(({ addresses }) => addresses.create(userId, newId('addr'), read.value, defaults));
    return created ? done(created) : refuse('LIMIT_EXCEEDED', `An account keeps at most ${MAX_ADDRESSES} addresses.`);
  };
