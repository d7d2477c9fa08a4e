import type { UserId } from '../../../kernel/ids.ts';
import type { Picture } from '../../../kernel/picture.ts';
import type { Ports } from '../ports.ts';
import type { User } from '../user.ts';

/** Another picture, or none; the files of the one before go once this is certain. */
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
