import type { UserId } from '../../../kernel/ids.ts';
import type { Letter } from '../../../kernel/mailTemplate.ts';

/** Other services that keep something about people. */
export const dataHolders = ['products', 'carts', 'orders', 'payments'] as const;
export type DataHolder = (typeof dataHolders)[number];

export type PersonalData = Readonly<{
  /** What another service keeps of somebody. */
  of(holder: DataHolder, userId: UserId): Promise<unknown>;
  /** Has it forgotten there, but for what the law wants kept; safe to ask again. */
  erase(holder: DataHolder, userId: UserId): Promise<void>;
}>;

/** Who has not answered yet that somebody is forgotten. */
export type ErasureRequests = Readonly<{
  begin(userId: UserId, holders: readonly DataHolder[], letter: Letter): Promise<void>;
  /** The letter that is due, when this was the last of them; null before, and after. */
  answered(userId: UserId, holder: DataHolder): Promise<Letter | null>;
}>;

/** Files for one reader, reached by a signed link for an hour. */
export type Exports = Readonly<{
  keep(key: string, document: object): Promise<void>;
  remove(key: string): Promise<void>;
  url(key: string, now: Date): string;
}>;
