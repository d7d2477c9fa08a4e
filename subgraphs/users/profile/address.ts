import type { Id, UserId } from '../../../kernel/ids.ts';
import { done, type Outcome, refuse, refuseAll } from '../../../kernel/outcome.ts';
import {
  type PostalAddress,
  type PostalAddressInput,
  readPostalAddress,
} from '../../../kernel/postalAddress.ts';
import { parseLine } from '../accounts/user.ts';

export type AddressId = Id<'addr'>;

export type { PostalAddress };

export type Address = PostalAddress &
  Readonly<{ id: AddressId; userId: UserId; isDefaultShipping: boolean; isDefaultBilling: boolean }>;

/** What an address is the default for. Undefined fields stay unchanged. */
export type Defaults = Readonly<{ shipping?: boolean | undefined; billing?: boolean | undefined }>;

export const MAX_ADDRESSES = 50;

/** Parses an address by the rules of its country. Refuses with INVALID; control characters are bad input. */
export const parseAddress = (input: PostalAddressInput): Outcome<PostalAddress> => {
  for (const line of Object.values(input)) parseLine(line ?? '');
  const { address, faults } = readPostalAddress(input);
  return faults.length === 0
    ? done(address)
    : refuseAll(
        faults.map(({ field, message }) => ({ code: 'INVALID', message, field: ['address', field] })),
      );
};

export const addressNotFound = () => refuse('NOT_FOUND', 'This address does not exist.', ['id']);
