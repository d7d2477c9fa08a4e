import { GUARD } from './columns.ts';
import { unguard } from './csvGuard.ts';

/** What a file calls its columns, and which of them nobody knows. */
export type Header = Readonly<{ names: Readonly<Record<string, string>>; unknown: readonly string[] }>;

/** A row of the file: where it begins, its cells by column, and whether it has more than the header. */
export type Row = Readonly<{
  line: number;
  cells: Readonly<Record<string, string>>;
  isWhole: boolean;
  header?: Header;
}>;

/** What is wrong, and where: the line and column as a spreadsheet shows them. */
export type Fault = Readonly<{ line: number; column: string; reason: string }>;

/** Something that is taken otherwise than the file has it. */
export type Note = Readonly<{ line: number; text: string }>;

/** What a cell says, with a note where that is not all of it; or why it says nothing. */
export type Parsed<T> = Readonly<{ value: T; note?: string }> | Readonly<{ reason: string }>;
export type Parse<T> = (text: string) => Parsed<T>;

/** Whether a file of the shop: its texts are guarded and its lists escaped. */
export const isOurs = (row: Row): boolean => row.header?.names[GUARD] !== undefined;

/** The cell's text, without the guard that the shop's own files have. */
export const cell = (row: Row, column: string): string => {
  const text = row.cells[column] ?? '';
  return (isOurs(row) ? unguard(text) : text).trim();
};

/** Reads cells one by one and collects all faults, so that they are reported together. */
export const faultFinder = (notes: Note[] = []) => {
  const faults: Fault[] = [];
  const named = (row: Row, column: string): string => row.header?.names[column] ?? column;
  const fault = (row: Row, column: string, reason: string): void => {
    faults.push({ line: row.line, column: named(row, column), reason });
  };
  const note = (row: Row, column: string, text: string): void => {
    notes.push({ line: row.line, text: `${named(row, column)} ${text}` });
  };
  const read = <T, F>(row: Row, column: string, parse: Parse<T>, otherwise: F): T | F => {
    const parsed = parse(cell(row, column));
    if ('value' in parsed) {
      if (parsed.note !== undefined) note(row, column, parsed.note);
      return parsed.value;
    }
    fault(row, column, parsed.reason);
    return otherwise;
  };
  return { faults, fault, note, read };
};
export type FaultFinder = ReturnType<typeof faultFinder>;
