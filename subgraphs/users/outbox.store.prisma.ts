import type { Prisma } from '../../generated/users/db/client.ts';
import { addJob } from '../../kernel/jobs.ts';
import { mailTemplate } from '../../kernel/mailTemplate.ts';
import type { Outbox } from './ports.ts';
import type { Vault } from './vault.ts';

const EXPORT_KEPT_MS = 65 * 60_000;

/** What jobs carry is encrypted: a mail has addresses and secrets in it, which nobody reads in the database. */
export const prismaOutbox = (db: Prisma.TransactionClient, vault: Vault): Outbox => ({
  mail: async (letter) =>
    addJob(db, 'mail', { sealed: await vault.seal(mailTemplate(letter)) }, { key: letter.key }),
  removePicture: (picture) => addJob(db, 'removePicture', picture),
  removeExport: (key, now) =>
    addJob(db, 'removeExport', { key }, { runAt: new Date(now.getTime() + EXPORT_KEPT_MS) }),
  erase: (holder, userId) => addErasure(db, holder, userId),
  ask: async (what, about) => addJob(db, what, { sealed: await vault.seal(about) }),
});

/** One job a service and person: asked again, it begins anew. */
export const addErasure = (
  db: Pick<Prisma.TransactionClient, '$executeRaw'>,
  holder: string,
  userId: string,
): Promise<void> =>
  addJob(db, 'personalDataErase', { holder, userId }, { key: `personalDataErase ${holder} ${userId}` });
