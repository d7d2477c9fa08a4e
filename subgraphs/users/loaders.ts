import DataLoader from 'dataloader';
import type { Context as RequestContext } from '../../kernel/graphql.ts';
import type { UserId } from '../../kernel/ids.ts';
import { isStaff, ownerOf, type Viewer } from '../../kernel/viewer.ts';
import type { Ports } from './ports.ts';

type Needs = Pick<Ports, 'users' | 'addresses' | 'sessions' | 'now'>;

/** Accounts are visible to their owner, to staff, and to services on behalf of the owner or of no one. Null for everyone else. */
const maySee = (viewer: Viewer, id: UserId): boolean =>
  ownerOf(viewer) === id || isStaff(viewer) || (viewer.kind === 'service' && viewer.onBehalfOf === null);

export const loaders = (ports: Needs) => (viewer: Viewer) => ({
  user: new DataLoader(async (ids: readonly UserId[]) => {
    const visible = await ports.users.find(ids.filter((id) => maySee(viewer, id)));
    return ids.map((id) => visible.find((user) => user?.id === id) ?? null);
  }),
  addressesOf: new DataLoader(async (ids: readonly UserId[]) => {
    const all = await ports.addresses.listByUsers(ids);
    return ids.map((id) => all.filter((address) => address.userId === id));
  }),
  sessionsOf: new DataLoader(async (ids: readonly UserId[]) => {
    const all = await ports.sessions.listByUsers(ids, ports.now());
    return ids.map((id) => all.filter((session) => session.userId === id));
  }),
});
export type Loaders = ReturnType<ReturnType<typeof loaders>>;
export type Context = RequestContext<Loaders>;
