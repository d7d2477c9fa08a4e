import { newSecretId } from '../../../kernel/ids.ts';
import { done, type Outcome } from '../../../kernel/outcome.ts';
import type { Viewer } from '../../../kernel/viewer.ts';
import { type ReauthenticationPorts, reauthenticate } from '../accounts/reauthentication.ts';
import type { User } from '../accounts/user.ts';
import type { PastEvent, Ports } from '../ports.ts';
import type { Address } from '../profile/address.ts';
import { endOf, type Session } from '../sessions/session.ts';
import { dataHolders } from './ports.ts';

type Needs = ReauthenticationPorts &
  Pick<Ports, 'limits' | 'addresses' | 'sessions' | 'events' | 'outbox' | 'personalData' | 'exports' | 'now'>;

/** Exports all personal data to a file, and returns a link that expires after one hour. Limited per day; a failed export is not counted. */
export const accountExport =
  (ports: Needs) =>
  async (viewer: Viewer, password: string): Promise<Outcome<string>> => {
    const owner = await reauthenticate(ports, viewer, password, 'password');
    if (!owner.ok) return owner;
    const { user } = owner.value;
    const attempt = { limit: 'exportPerAccount', of: user.id } as const;
    await ports.limits.count([attempt]);
    return copyOf(ports, user).catch(async (error: unknown) => {
      await ports.limits.refund([attempt]);
      throw error;
    });
  };

const copyOf = async (ports: Needs, user: User): Promise<Outcome<string>> => {
  const document = personalDataOf(await held(ports, user), ports.now());
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
    ...dataHolders.map(async (holder) => [holder, await personalData.of(holder, user.id)] as const),
  ]);
  return { user, addresses: kept, sessions: live, events: past, elsewhere: Object.fromEntries(others) };
};

export type Held = Readonly<{
  user: User;
  addresses: readonly Address[];
  sessions: readonly Session[];
  events: readonly PastEvent[];
  elsewhere: Readonly<Record<string, unknown>>;
}>;

/** All personal data of an account as one JSON document. */
export const personalDataOf = (
  { user, addresses, sessions, events, elsewhere }: Held,
  now: Date,
): object => ({
  exportedAt: now,
  account: user,
  addresses: addresses.map(({ userId: _, ...address }) => address),
  sessions: sessions.map(({ userId: _, ...session }) => ({ ...session, endsAt: endOf(session) })),
  events,
  ...elsewhere,
});
