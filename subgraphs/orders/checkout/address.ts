import { done, type Outcome, refuseAll } from '../../../kernel/outcome.ts';
import {
  type PostalAddress,
  type PostalAddressInput,
  readPostalAddress,
} from '../../../kernel/postalAddress.ts';

export type { PostalAddress } from '../../../kernel/postalAddress.ts';

/** The address as it is kept, or all that is wrong with it; `at` is where it stands in the input. */
export const parseAddress = (input: PostalAddressInput, at: string): Outcome<PostalAddress> => {
  const { address, faults } = readPostalAddress(input);
  return faults.length === 0
    ? done(address)
    : refuseAll(
        faults.map(({ field, message }) => ({ code: 'ADDRESS_INVALID', message, field: [at, field] })),
      );
};
