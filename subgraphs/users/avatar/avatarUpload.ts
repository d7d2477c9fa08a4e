import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { UploadInput } from '../../../kernel/uploads.ts';
import { signedIn, type Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';
import { noSuchUser, type User } from '../user.ts';
import { replaceAvatar } from './replaceAvatar.ts';

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
    return user ? done(user) : noSuchUser();
  };
