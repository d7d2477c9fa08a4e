import { z } from 'zod';
import type { QueryUsersArgs } from '../../../generated/users/types.ts';
import { badInput } from '../../../kernel/errors.ts';
import { connection, encodeCursor, readPage } from '../../../kernel/page.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import type { Ports } from '../ports.ts';

const LIST = 'users';
const MAX_QUERY = 64;
const key = z.object({ createdAt: z.iso.datetime(), id: z.string() });
export type UserKey = z.infer<typeof key>;

/** Accounts, newest first. `query` matches literal text in the address or name. */
export const users =
  ({ users }: Pick<Ports, 'users'>) =>
  async (_viewer: Viewer, { filter, ...args }: Partial<QueryUsersArgs>) => {
    const query = filter?.query?.trim() || null;
    if (query && query.length > MAX_QUERY) throw badInput(`query can have at most ${MAX_QUERY} characters.`);
    const page = readPage(LIST, key, args);
    const found = await users.page(
      { query, role: filter?.role ?? null, status: filter?.status ?? null },
      page,
    );
    const cursorOf = ({ createdAt, id }: { createdAt: Date; id: string }) =>
      encodeCursor(LIST, { createdAt: createdAt.toISOString(), id });
    return connection(found, cursorOf, page.after !== null);
  };
