import type { UserId } from '../../../kernel/ids.ts';

/** Other services that keep something about people. */
export const HOLDERS = ['products', 'carts', 'orders', 'payments'] as const;
export type Holder = (typeof HOLDERS)[number];

export type PersonalData = Readonly<{
  /** What another service keeps of somebody. */
  of(holder: Holder, userId: UserId): Promise<unknown>;
  /** Has it forgotten there, but for what the law wants kept; safe to ask again. */
  erase(holder: Holder, userId: UserId): Promise<void>;
}>;

/** Files for one reader, reached by a signed link for an hour. */
export type Exports = Readonly<{
  keep(key: string, document: object): Promise<void>;
  remove(key: string): Promise<void>;
  url(key: string, now: Date): string;
}>;
