import type {
  AddressSetDefaultInput,
  AddressUpdateInput,
  ProfileUpdateInput,
} from '../../../generated/users/types.ts';
import { readId, type UserId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { Picture } from '../../../kernel/picture.ts';
import type { UploadInput } from '../../../kernel/uploads.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import { changeProfile, type User, userNotFound } from '../accounts/user.ts';
import type { Ports } from '../ports.ts';
import { type Address, addressNotFound, parseAddress } from './address.ts';

export const profileUpdate =
  ({ transaction }: Pick<Ports, 'transaction'>) =>
  async (viewer: Viewer, input: ProfileUpdateInput): Promise<Outcome<User>> => {
    const { userId } = signedIn(viewer);
    return transaction(async ({ users }) => {
      const [user] = await users.find([userId]);
      const changed = user ? changeProfile(user, input) : userNotFound();
      if (!changed.ok) return changed;
      const updated = await users.update(userId, changed.value);
      return updated ? done(updated) : userNotFound();
    });
  };

export const addressUpdate =
  ({ addresses }: Pick<Ports, 'addresses'>) =>
  async (viewer: Viewer, { id, address }: AddressUpdateInput): Promise<Outcome<Address>> => {
    const { userId } = signedIn(viewer);
    const addressId = readId('addr', id);
    const read = parseAddress(address);
    if (!read.ok) return read;
    const updated = await addresses.update(userId, addressId, read.value);
    return updated ? done(updated) : addressNotFound();
  };

export const addressDelete =
  ({ addresses }: Pick<Ports, 'addresses'>) =>
  async (viewer: Viewer, id: string): Promise<Outcome<string>> => {
    const { userId } = signedIn(viewer);
    return (await addresses.delete(userId, readId('addr', id))) ? done(id) : addressNotFound();
  };

export const addressSetDefault =
  ({ transaction }: Pick<Ports, 'transaction'>) =>
  async (viewer: Viewer, { id, shipping, billing }: AddressSetDefaultInput): Promise<Outcome<Address>> => {
    const { userId } = signedIn(viewer);
    const addressId = readId('addr', id);
    const defaults = { shipping: shipping ?? undefined, billing: billing ?? undefined };
    const changed = await transaction(({ addresses }) => addresses.setDefault(userId, addressId, defaults));
    return changed ? done(changed) : addressNotFound();
  };

export const avatarUpload =
  (ports: Pick<Ports, 'transaction' | 'pictures'>) =>
  async (viewer: Viewer, file: UploadInput): Promise<Outcome<User>> => {
    const { userId } = signedIn(viewer);
    const read = await ports.pictures.read((await file).bytes);
    if (!read.ok) return read;
    const picture = await ports.pictures.keep(read.value);
    const user = await replaceAvatar(ports, userId, picture).catch(async (error: unknown) => {
      await ports.pictures.remove(picture);
      throw error;
    });
    return user ? done(user) : userNotFound();
  };

export const avatarDelete =
  (ports: Pick<Ports, 'transaction'>) =>
  async (viewer: Viewer): Promise<Outcome<User>> => {
    const user = await replaceAvatar(ports, signedIn(viewer).userId, null);
    return user ? done(user) : userNotFound();
  };

/** Replaces or deletes the picture. A job deletes the old files after the commit. */
export const replaceAvatar = (
  { transaction }: Pick<Ports, 'transaction'>,
  userId: UserId,
  avatar: Picture | null,
): Promise<User | null> =>
  transaction(async ({ users, outbox }) => {
    const before = await users.lock(userId);
    if (before?.avatar) await outbox.removePicture(before.avatar);
    return users.update(userId, { avatar });
  });
