import type { UserId } from '../../../kernel/ids.ts';
import type { Letter } from '../../../kernel/mailTemplate.ts';

/** Other services that store personal data. */
export const dataHolders = ['products', 'carts', 'orders', 'payments'] as const;
export type DataHolder = (typeof dataHolders)[number];

export type PersonalData = Readonly<{
  /** All personal data that another service stores about a person. */
  of(holder: DataHolder, userId: UserId): Promise<unknown>;
  /** Erases it, except what the law requires to keep. Safe to repeat. */
  erase(holder: DataHolder, userId: UserId): Promise<void>;
}>;

/** Which services have not erased a person's data yet. */
export type ErasureRequests = Readonly<{
  begin(userId: UserId, holders: readonly DataHolder[], letter: Letter): Promise<void>;
  /** Records an answer. Returns the e-mail to send if it was the last one, else null. */
  answered(userId: UserId, holder: DataHolder): Promise<Letter | null>;
}>;

/** Exported files, available for one hour through a signed link. */
export type Exports = Readonly<{
  keep(key: string, document: object): Promise<void>;
  remove(key: string): Promise<void>;
  url(key: string, now: Date): string;
}>;
