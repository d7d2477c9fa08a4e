import type { Address } from '../addresses/address.ts';
import type { PastEvent } from '../ports.ts';
import type { Session } from '../sessions/session.ts';
import { endOf } from '../sessions/session.ts';
import type { User } from '../user.ts';

export type Held = Readonly<{
  user: User;
  addresses: readonly Address[];
  sessions: readonly Session[];
  events: readonly PastEvent[];
  elsewhere: Readonly<Record<string, unknown>>;
}>;

/** All that is held of somebody, as one document that people and programs can read. */
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
