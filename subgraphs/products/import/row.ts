/** A row of the file: where it begins, its cells by column, and whether it has as many as the header. */
export type Row = Readonly<{ line: number; cells: Readonly<Record<string, string>>; isWhole: boolean }>;

/** What is wrong, and where: the line and column as a spreadsheet shows them. */
export type Fault = Readonly<{ line: number; column: string; reason: string }>;

/** What a cell says, or why it says nothing. */
export type Parsed<T> = Readonly<{ value: T }> | Readonly<{ reason: string }>;
export type Parse<T> = (text: string) => Parsed<T>;

/** The cell's text without the apostrophe that keeps spreadsheets from taking it for a number or a formula. */
export const cell = (row: Row, column: string): string => (row.cells[column] ?? '').trim().replace(/^'(?=[\d=+\-@])/, '');

/** Reads cells one by one, and keeps everything that is wrong, so that it is all told at once. */
export const faultFinder = () => {
  const faults: Fault[] = [];
  const fault = (row: Row, column: string, reason: string): void => {
    faults.push({ line: row.line, column, reason });
  };
  const read = <T, F>(row: Row, column: string, parse: Parse<T>, otherwise: F): T | F => {
    const parsed = parse(cell(row, column));
    if ('value' in parsed) return parsed.value;
    fault(row, column, parsed.reason);
    return otherwise;
  };
  return { faults, fault, read };
};
export type FaultFinder = ReturnType<typeof faultFinder>;
