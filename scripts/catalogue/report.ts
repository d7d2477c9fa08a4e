import type { Imported } from '../../subgraphs/products/importExport/productsImport.ts';

/** What became of the products of a file: counted, with what is refused said at once and notes once for each kind. */
export const report = (file: string, say: (line: string) => void) => {
  const counts = { created: 0, updated: 0, unchanged: 0, refused: 0 };
  const notes = new Map<string, { first: number; count: number }>();
  return {
    hear: ({ handle, what, faults, notes: collected }: Imported): void => {
      counts[what] += 1;
      for (const { line, column, reason } of faults)
        say(`${file}:${line}: ${column}: ${reason}${handle && ` (${handle})`}`);
      for (const { line, text } of collected) {
        const known = notes.get(text) ?? { first: line, count: 0 };
        notes.set(text, { ...known, count: known.count + 1 });
      }
    },
    products: (): number => counts.created + counts.updated + counts.unchanged + counts.refused,
    end: (): boolean => {
      for (const [text, { first, count }] of notes)
        say(`${file}:${first}: ${text}${count > 1 ? ` (and ${count - 1} more)` : ''}`);
      const { created, updated, unchanged, refused } = counts;
      say(`${file}: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused} refused`);
      return refused === 0;
    },
  };
};
