import { newSecretId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { type Reauthentication, reauthenticate } from '../accounts/reauthenticate.ts';
import type { Ports } from '../ports.ts';
import type { User } from '../user.ts';
import { personalDataOf } from './personalData.ts';
import { HOLDERS } from './ports.ts';

type Needs = Reauthentication & Pick<Ports, 'limits' | 'addresses' | 'sessions' | 'events' | 'outbox' | 'personalData' | 'exports' | 'now'>;

/** A copy of everything, behind a link that is good for one hour; the file goes with it. All services work on one, so there are so many a day. */
export const accountExport =
  (ports: Needs) =>
  async (viewer: Viewer, password: string): Promise<Outcome<string>> => {
    const owner = await reauthenticate(ports, viewer, password, 'password');
    if (!owner.ok) return owner;
    await ports.limits.count([{ limit: 'exportPerAccount', of: owner.value.user.id }]);
    const document = personalDataOf(await held(ports, owner.value.user), ports.now());
    const key = `${newSecretId('file')}.json`;
    await ports.outbox.removeExport(key, ports.now());
    await ports.exports.keep(key, document);
    return done(ports.exports.url(key, ports.now()));
  };

const held = async ({ addresses, sessions, events, personalData, now }: Needs, user: User) => {
  const [kept, live, past, ...others] = await Promise.all([
    addresses.listByUsers([user.id]),
    sessions.listByUsers([user.id], now()),
    events.listOf(user.id),
    ...HOLDERS.map(async (holder) => [holder, await personalData.of(holder, user.id)] as const),
  ]);
  return { user, addresses: kept, sessions: live, events: past, elsewhere: Object.fromEntries(others) };
};
