import { newId } from '../../../kernel/ids.ts';
import { alreadySignedUpLetter } from '../letters.ts';
import type { Ports, Stores } from '../ports.ts';
import type { User } from '../user.ts';
import { HOUR_MS } from './challenge.ts';

const PER_HOUR = 3;

/** Tells the owner of an address that somebody else gave it for an account; not so often that it becomes a nuisance. */
export const tellOwner = async (
  { shopUrl, now }: Pick<Ports, 'shopUrl' | 'now'>,
  { users, events, outbox }: Pick<Stores, 'users' | 'events' | 'outbox'>,
  owner: User,
): Promise<void> => {
  await users.lock(owner.id);
  const told = await events.countSince(owner.id, 'ADDRESS_TRIED', new Date(now().getTime() - HOUR_MS));
  if (told >= PER_HOUR) return;
  await events.record({ userId: owner.id, actorId: null, kind: 'ADDRESS_TRIED' });
  await outbox.mail(alreadySignedUpLetter(shopUrl, owner, newId('key')));
};
