/** The tiers of tests in the order in which they run: the quick ones first. */
export const TIERS = ['unit', 'stores', 'graph', 'races', 'faults', 'outages', 'stack', 'browser'] as const;
