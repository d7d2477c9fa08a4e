import type { UserId } from '../../../kernel/ids.ts';
import type { ReadPicture } from '../../../kernel/images.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { ImageSize, Picture } from '../../../kernel/picture.ts';
import type { Address, AddressId, Defaults, PostalAddress } from './address.ts';

/** Addresses by owner. Another person's address is treated as if it did not exist. */
export type Addresses = Readonly<{
  /** Requires a transaction that locks the account. The first address becomes the default. False at the maximum number. */
  create(userId: UserId, id: AddressId, address: PostalAddress, defaults: Defaults): Promise<boolean>;
  update(userId: UserId, id: AddressId, address: PostalAddress): Promise<Address | null>;
  delete(userId: UserId, id: AddressId): Promise<boolean>;
  setDefault(userId: UserId, id: AddressId, defaults: Defaults): Promise<Address | null>;
  /** Addresses of these users, oldest first. */
  listByUsers(userIds: readonly UserId[]): Promise<readonly Address[]>;
}>;

export type Pictures = Readonly<{
  /** Decodes, checks and re-encodes an uploaded picture. */
  read(bytes: AsyncIterable<Uint8Array>): Promise<Outcome<ReadPicture>>;
  keep(read: ReadPicture): Promise<Picture>;
  remove(picture: Picture): Promise<void>;
  url(picture: Picture, size: ImageSize): string;
}>;
