import type { Found } from './walk.ts';

/** What was found, for people. */
export const table = ({ checked, faults }: Found): string => {
  if (faults.length === 0) return `All ${checked} orders, payments and stock levels agree.`;
  const width = Math.max(...faults.map(({ kind }) => kind.length));
  const about = Math.max(...faults.map(({ subject }) => subject.length));
  const lines = faults.map(({ kind, subject, detail }) => `  ${kind.padEnd(width)}  ${subject.padEnd(about)}  ${detail}`);
  const count = faults.length === 1 ? 'One thing does' : `${faults.length} things do`;
  return [`${count} not hold, of ${checked} orders, payments and stock levels:`, ...lines].join('\n');
};
