export type NewsPorts = Readonly<{
  news: {
    /** Tells what was changed a while ago and not told since: by a process that died, or while nobody listened. */
    tellLeft(now: Date): Promise<void>;
  };
}>;
