import type { UserId } from '../../../kernel/ids.ts';
import type { Letter } from '../../../kernel/mailTemplate.ts';

/** Other services that keep something about people. */
export const HOLDERS = ['products', 'carts', 'orders', 'payments'] as const;
export type Holder = (typeof HOLDERS)[number];

export type PersonalData = Readonly<{
  /** What another service keeps of somebody. */
  of(holder: Holder, userId: UserId): Promise<unknown>;
  /** Has it forgotten there, but for what the law wants kept; safe to ask again. */
  erase(holder: Holder, userId: UserId): Promise<void>;
}>;

/** Who has not answered yet that somebody is forgotten. */
export type Removals = Readonly<{
  begin(userId: UserId, holders: readonly Holder[], letter: Letter): Promise<void>;
  /** The letter that is due, when this was the last of them; null before, and after. */
  answered(userId: UserId, holder: Holder): Promise<Letter | null>;
}>;

/** Files for one reader, reached by a signed link for an hour. */
export type Exports = Readonly<{
  keep(key: string, document: object): Promise<void>;
  remove(key: string): Promise<void>;
  url(key: string, now: Date): string;
}>;
