import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { columnOf, isUnknown, missingColumns } from './columns.ts';
import type { Header, Row } from './row.ts';

/** The file cannot be read as a product CSV, from a line on: what was read before stands. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';
}

const MAX_ROW_CHARACTERS = 2_000_000;
const UTF16 = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** The rows of a CSV stream, one at a time; no more of the file is in memory than one row. Rows without any text are left out. */
export async function* rowsOf(stream: Readable): AsyncGenerator<Row> {
  const { delimiter, whole } = await begin(stream);
  const options = {
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARACTERS,
    delimiter,
  } as const;
  const parser = whole.pipe(parse(options));
  whole.once('error', (error) => parser.destroy(error));
  let header: readonly string[] | null = null;
  let known: Header | null = null;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (header === null || known === null) {
        header = record.map((name) => name.trim());
        known = readHeader(header);
      } else if (record.some((text) => text.trim() !== '')) yield rowOf(header, known, record, info.lines);
    }
  } catch (error) {
    throw error instanceof CsvError
      ? new FileUnreadable(`from line ${error.lines ?? '?'} on this is no CSV: ${reasonOf(error)}`)
      : error;
  }
  if (header === null) throw new FileUnreadable('the file is empty');
}

/** Looks at the first line for what parts its columns: commas, or where it has none, semicolons or tabs as spreadsheets write them. */
const begin = async (stream: Readable): Promise<{ delimiter: string; whole: Readable }> => {
  const rest = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  const read: Buffer[] = [];
  let line = '';
  while (!line.includes('\n') && line.length < MAX_ROW_CHARACTERS) {
    const { done, value } = await rest.next();
    if (done) break;
    read.push(Buffer.from(value));
    line += String(value);
  }
  const start = Buffer.concat(read);
  if (UTF16.some((mark) => start.subarray(0, 2).equals(mark)))
    throw new FileUnreadable('the file is UTF-16: save it as UTF-8');
  const [first = ''] = line.split('\n');
  const delimiter = [',', ';', '\t'].find((each) => first.includes(each)) ?? ',';
  async function* everything(): AsyncGenerator<Buffer | string> {
    yield start;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  }
  return { delimiter, whole: Readable.from(everything(), { objectMode: false }) };
};

const readHeader = (header: readonly string[]): Header => {
  const columns = header.map(columnOf);
  const missing = missingColumns(columns);
  if (missing.length)
    throw new FileUnreadable(`the first line has to name the columns; missing: ${missing.join(', ')}`);
  const names: Record<string, string> = {};
  for (const [at, name] of header.entries()) {
    const column = columns[at];
    if (column == null) continue;
    const other = names[column];
    if (other !== undefined)
      throw new FileUnreadable(
        other === name
          ? `the column ${name} is there twice`
          : `the columns ${other} and ${name} are the same: keep one`,
      );
    names[column] = name;
  }
  return { names, unknown: header.filter(isUnknown) };
};

/** A spreadsheet counts the line where a row begins; the parser counts those that it has read. */
const rowOf = (header: readonly string[], known: Header, record: readonly string[], lines: number): Row => {
  const breaks = record.reduce((sum, text) => sum + (text.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
  const cells = Object.fromEntries(
    header.flatMap((name, at) => (columnOf(name) === null ? [] : [[columnOf(name), record[at] ?? '']])),
  );
  const isWhole = record.slice(header.length).every((text) => text.trim() === '');
  return { line: lines - breaks, cells, isWhole, header: known };
};

const reasonOf = ({ code }: CsvError): string =>
  ({
    CSV_QUOTE_NOT_CLOSED: 'a quotation mark is not closed',
    CSV_INVALID_CLOSING_QUOTE: 'there is text behind a closing quotation mark',
    INVALID_OPENING_QUOTE: 'there is a quotation mark within a cell',
    CSV_MAX_RECORD_SIZE: 'a row is longer than two million characters',
  })[String(code)] ?? String(code);
