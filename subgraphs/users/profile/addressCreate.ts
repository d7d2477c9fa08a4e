import type { AddressCreateInput } from '../../../generated/users/types.ts';
import { newId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse } from '../../../kernel/outcome.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import { userNotFound } from '../accounts/user.ts';
import type { Ports } from '../ports.ts';
import { type Address, type AddressId, addressNotFound, MAX_ADDRESSES, parseAddress } from './address.ts';

/** Creates an address. Only its ID is stored with the idempotency key, so that no copy outlives the address. */
export const addressCreate =
  ({ transaction }: Pick<Ports, 'transaction'>) =>
  async (
    viewer: Viewer,
    { idempotencyKey: key, ...input }: AddressCreateInput,
  ): Promise<Outcome<Address>> => {
    const { userId } = signedIn(viewer);
    const read = parseAddress(input.address);
    if (!read.ok) return read;
    const defaults = {
      shipping: input.defaultShipping || undefined,
      billing: input.defaultBilling || undefined,
    };
    return transaction(async ({ users, addresses, once }) => {
      if (!(await users.lock(userId))) return userNotFound();
      const create = async (): Promise<Outcome<AddressId>> => {
        const id = newId('addr');
        return (await addresses.create(userId, id, read.value, defaults)) ? done(id) : tooMany();
      };
      const made = await (key
        ? once({ caller: userId, operation: 'addressCreate', key, input }, create)
        : create());
      if (!made.ok) return made;
      const kept = (await addresses.listByUsers([userId])).find(({ id }) => id === made.value);
      return kept ? done(kept) : addressNotFound();
    });
  };

const tooMany = () => refuse('LIMIT_EXCEEDED', `An account can have at most ${MAX_ADDRESSES} addresses.`);
