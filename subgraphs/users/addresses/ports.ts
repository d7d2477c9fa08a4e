import type { UserId } from '../../../kernel/ids.ts';
import type { Address, AddressId, Defaults, PostalAddress } from './address.ts';

/** Whatever names an address names its owner too: somebody else's is as if it did not exist. */
export type Addresses = Readonly<{
  /** In a transaction that holds the account. The first one becomes the default; false where it has as many as it may have. */
  create(userId: UserId, id: AddressId, address: PostalAddress, defaults: Defaults): Promise<boolean>;
  update(userId: UserId, id: AddressId, address: PostalAddress): Promise<Address | null>;
  delete(userId: UserId, id: AddressId): Promise<boolean>;
  setDefault(userId: UserId, id: AddressId, defaults: Defaults): Promise<Address | null>;
  /** Of any of the users, oldest first. */
  listByUsers(userIds: readonly UserId[]): Promise<readonly Address[]>;
}>;
