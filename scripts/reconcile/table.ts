import { adviceOn } from './advice.ts';
import type { Found } from './walk.ts';

/** What was found, for people, and what they do about it. */
export const table = ({ checked, faults }: Found): string => {
  if (faults.length === 0) return `All ${checked} orders, payments and stock levels agree.`;
  const width = Math.max(...faults.map(({ kind }) => kind.length));
  const about = Math.max(...faults.map(({ subject }) => subject.length));
  const lines = faults.map(
    ({ kind, subject, detail }) => `  ${kind.padEnd(width)}  ${subject.padEnd(about)}  ${detail}`,
  );
  const count = faults.length === 1 ? 'One thing does' : `${faults.length} things do`;
  const advice = adviceOn(faults);
  return [
    `${count} not hold, of ${checked} orders, payments and stock levels:`,
    ...lines,
    ...(advice.length > 0 ? ['', ...advice] : []),
  ].join('\n');
};
