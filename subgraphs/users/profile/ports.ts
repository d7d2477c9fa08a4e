import type { UserId } from '../../../kernel/ids.ts';
import type { ReadPicture } from '../../../kernel/images.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { ImageSize, Picture } from '../../../kernel/picture.ts';
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

export type Pictures = Readonly<{
  /** What claims to be a picture, decoded, checked and encoded anew. */
  read(bytes: AsyncIterable<Uint8Array>): Promise<Outcome<ReadPicture>>;
  keep(read: ReadPicture): Promise<Picture>;
  remove(picture: Picture): Promise<void>;
  url(picture: Picture, size: ImageSize): string;
}>;
