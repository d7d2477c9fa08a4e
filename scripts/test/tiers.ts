/** The tiers of tests in the order in which they run: the quick ones first. */
export const TIERS = [
  'unit',
  'stores',
  'graph',
  'races',
  'faults',
  'outages',
  'chaos',
  'stack',
  'browser',
] as const;
