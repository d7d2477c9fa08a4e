export type Kept = 'events' | 'keys';

export type UpkeepPorts = {
  upkeep: {
    /** Removes a batch of what is older, and is done with; how many. */
    forget(what: Kept, before: Date): Promise<number>;
  };
};
