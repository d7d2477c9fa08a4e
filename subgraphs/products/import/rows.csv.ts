import type { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { missingColumns } from './columns.ts';
import type { Row } from './row.ts';

/** The file cannot be read as a product CSV, from a line on: what was read before stands. */
export class FileUnreadable extends Error {
  override readonly name = 'FileUnreadable';
}

const MAX_ROW_CHARACTERS = 1_000_000;

/** The rows of a CSV stream, one at a time; no more of the file is in memory than one row. */
export async function* rowsOf(stream: Readable): AsyncGenerator<Row> {
  const parser = stream.pipe(
    parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: MAX_ROW_CHARACTERS }),
  );
  stream.once('error', (error) => parser.destroy(error));
  let header: readonly string[] | null = null;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (header === null) header = readHeader(record);
      else yield rowOf(header, record, info.lines);
    }
  } catch (error) {
    throw error instanceof CsvError ? new FileUnreadable(`from line ${error.lines ?? '?'} on this is no CSV: ${reasonOf(error)}`) : error;
  }
  if (header === null) throw new FileUnreadable('the file is empty');
}

const readHeader = (record: readonly string[]): readonly string[] => {
  const header = record.map((name) => name.trim());
  const missing = missingColumns(header);
  if (missing.length) throw new FileUnreadable(`the first line has to name the columns; missing: ${missing.join(', ')}`);
  const twin = header.find((name, at) => name !== '' && header.indexOf(name) < at);
  if (twin !== undefined) throw new FileUnreadable(`the column ${twin} is there twice`);
  return header;
};

/** A spreadsheet counts the line where a row begins; the parser counts those that it has read. */
const rowOf = (header: readonly string[], record: readonly string[], lines: number): Row => {
  const breaks = record.reduce((sum, text) => sum + (text.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
  const cells = Object.fromEntries(header.map((name, at) => [name, record[at] ?? '']));
  return { line: lines - breaks, cells, isWhole: record.length === header.length };
};

const reasonOf = ({ code }: CsvError): string =>
  ({
    CSV_QUOTE_NOT_CLOSED: 'a quotation mark is not closed',
    CSV_INVALID_CLOSING_QUOTE: 'there is text behind a closing quotation mark',
    INVALID_OPENING_QUOTE: 'there is a quotation mark within a cell',
    CSV_MAX_RECORD_SIZE: 'a row is longer than a million characters',
  })[String(code)] ?? String(code);
